import { element } from "./element.js";
import { text } from "../texts/text.js";

/** Asks before what cannot be undone. @returns {Promise<boolean>} whether to go on. */
export function confirmed(question, action) {
  const dialog = element("dialog", { "aria-label": question },
    element("form", { method: "dialog" },
      element("p", {}, question),
      element("div", { class: "buttons" },
        element("button", { value: "no" }, text("confirm.no")),
        element("button", { value: "yes", class: "danger" }, action))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
