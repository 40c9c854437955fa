import { element } from "./element.js";
import { text } from "../texts/text.js";

/** Asks the user to confirm an action that cannot be undone. @returns {Promise<boolean>} true if the user confirms. */
export function confirmAction(question, actionLabel) {
  const dialog = element("dialog", { "aria-label": question },
    element("form", { method: "dialog" },
      element("p", {}, question),
      element("div", { class: "buttons" },
        element("button", { value: "no" }, text("confirm.no")),
        element("button", { value: "yes", class: "danger" }, actionLabel))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
