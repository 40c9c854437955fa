import { element } from "../elements/element.js";
import { attempt, notify } from "../elements/notice.js";
import { text } from "../texts/text.js";

/** Copies what an element says. Where the browser keeps its clipboard to itself, as over http from another machine, the text is marked. */
export function copyButton(source) {
  return element("button", { onclick: ({ currentTarget }) => attempt(currentTarget, copy) }, text("model.copy"));

  async function copy() {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(source.textContent);
      notify(text("model.copied"));
    } else {
      getSelection().selectAllChildren(source);
      notify(text("model.marked"));
    }
  }
}
