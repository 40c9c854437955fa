import { text } from "../texts/text.js";
import { element } from "./element.js";
import { attempt, notify } from "./notice.js";

/** A button that copies the text of an element. Over plain HTTP from another machine the browser has no clipboard: then the text is selected. */
export function copyButton(source) {
  return element("button", { onclick: ({ currentTarget }) => attempt(currentTarget, copy) }, text("copy.copy"));

  async function copy() {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(source.textContent);
      notify(text("copy.copied"));
    } else {
      getSelection().selectAllChildren(source);
      notify(text("copy.selected"));
    }
  }
}
