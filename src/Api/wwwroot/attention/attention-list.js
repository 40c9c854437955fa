import { element, serviceText } from "../elements/element.js";
import { count } from "../texts/format.js";
import { text, textOr } from "../texts/text.js";

/**
 * The doubts about a table, as a panel; null if there are none. The kind is explained in the page's language; the message with its figures is
 * the service's English words.
 * @param {object[]} attention the doubts
 * @param {((action: object, button: HTMLButtonElement) => void) | null} onAction receives the action of a doubt whose button is pressed
 * @param {(action: object) => boolean} canAct whether the page can do an action
 */
export function attentionPanel(attention, onAction = null, canAct = () => true) {
  return attention.length === 0 ? null : element("section", { class: "panel attention" },
    element("h2", {}, text("attention.title", { count: count(attention.length) })),
    element("ul", { class: "diagnosis" }, attention.map((doubt) => element("li", { "data-kind": doubt.kind },
      element("strong", {}, textOr(`attention.kind.${doubt.kind}`, doubt.kind)), " ",
      textOr(`service.attention.${doubt.kind}`, ""), " ",
      serviceText(doubt.message), " ",
      onAction && doubt.action && canAct(doubt.action) && actionButton(doubt, onAction)))));
}

function actionButton({ action, column }, onAction) {
  const button = element("button", { class: "small", onclick: () => onAction(action, button) }, actionText(action, column));
  return button;
}

/** What the button does, in words. */
function actionText({ dataset, task }, column) {
  if (task) {
    return text("attention.action.task", { task: text(`task.${task}`) });
  }

  const [[field, value]] = Object.entries(dataset);
  if (field === "columns") {
    return text("attention.action.columns", { column, type: text(`column.${Object.values(value)[0]}`) });
  }

  const variant = field === "header" && value ? ".true" : field === "footerRows" && value > 0 ? ".out" : "";
  return text(`attention.action.${field}${variant}`, { column, value: String(value) });
}
