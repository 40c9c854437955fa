import { element, serviceText } from "../elements/element.js";
import { count } from "../texts/format.js";
import { text, textOr } from "../texts/text.js";

/**
 * The doubts about a table, as a panel; null if there are none.
 * @param {object[]} attention the doubts
 * @param {((action: object, button: HTMLButtonElement) => void) | null} onAction receives the action of a doubt whose button is pressed
 * @param {(action: object) => boolean} canAct whether the page can do an action
 */
export function attentionPanel(attention, onAction = null, canAct = () => true) {
  return attention.length === 0 ? null : element("section", { class: "panel attention" },
    element("h2", {}, text("attention.title", { count: count(attention.length) })),
    element("ul", { class: "diagnosis" }, attention.map((doubt) => element("li", { "data-kind": doubt.kind },
      element("strong", {}, textOr(`attention.kind.${doubt.kind}`, doubt.kind)), " ",
      message(doubt), " ",
      onAction && doubt.action && canAct(doubt.action) && actionButton(doubt, onAction)))));
}

/** The service's words are English. A language with texts of its own explains the kind, and says where and how often. */
function message({ kind, message: words, column, cells, lines, examples }) {
  const meaning = textOr(`service.attention.${kind}`, null);
  if (meaning === null) {
    return serviceText(words);
  }

  const list = (values) => values.join(text("list.separator"));
  const details = [
    column && ["column", { column }],
    ["cells", { count: count(cells) }],
    lines.length > 0 && ["lines", { lines: list(lines.map(count)) }],
    examples.length > 0 && ["examples", { examples: list(examples) }],
  ].filter(Boolean).map(([name, values]) => filled(textOr(`service.doubt.${name}`, ""), values));
  return `${meaning}${textOr("service.doubt.all", "{details}").replace("{details}", () => details.join(textOr("service.doubt.separator", ", ")))}`;
}

function filled(words, values) {
  return words.replaceAll(/\{(\w+)\}/g, (_, name) => values[name]);
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
