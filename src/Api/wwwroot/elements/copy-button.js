import { text } from "../texts/text.js";
import { element } from "./element.js";
import { attempt, notify } from "./notice.js";

/** Copies what an element says. Where the browser keeps its clipboard to itself, as over http from another machine, the text is marked. */
export function copyButton(source) {
  return element("button", { onclick: ({ currentTarget }) => attempt(currentTarget, copy) }, text("copy.copy"));

  async function copy() {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(source.textContent);
      notify(text("copy.copied"));
    } else {
      getSelection().selectAllChildren(source);
      notify(text("copy.marked"));
    }
  }
}
