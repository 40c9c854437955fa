import { element, replace } from "../elements/element.js";
import { field } from "../elements/field.js";
import { attempt, notify } from "../elements/notice.js";
import { send } from "../service/requests.js";
import { text } from "../texts/text.js";

/** The model's description and tags, which users can edit. */
export function aboutPanel(modelState) {
  const description = field(text("about.description"), element("textarea", { rows: 3, maxlength: 10_000 }));
  const tags = element("div", { class: "tag-rows" });
  const button = element("button", { class: "primary" }, text("about.save"));
  const addButton = element("button", { type: "button", onclick: () => addTag("", "").querySelector("input").focus() }, text("about.addTag"));
  let hasEdits = false;

  function addTag(tag, value) {
    const row = element("div", { class: "buttons tag-row" },
      element("input", {
        type: "text", class: "tag-name", value: tag, maxlength: 100, "aria-label": text("about.tag"), placeholder: text("about.tag"),
      }),
      element("input", { type: "text", class: "tag-value", value, "aria-label": text("about.value"), placeholder: text("about.value") }),
      element("button", { type: "button", "aria-label": text("about.removeTag"), title: text("about.removeTag"), onclick: remove }, "×"));
    tags.append(row);
    return row;

    function remove() {
      row.remove();
      hasEdits = true;
    }
  }

  /** A change of the model does not overwrite what the user is editing. */
  function update() {
    if (!hasEdits) {
      description.control.value = modelState.model.description;
      replace(tags);
      Object.entries(modelState.model.tags).forEach(([tag, value]) => addTag(tag, value));
    }
  }

  async function submit(event) {
    event.preventDefault();
    const tagValues = [...tags.children].map((row) => [...row.querySelectorAll("input")].map((input) => input.value.trim()));
    const body = { description: description.control.value.trim(), tags: Object.fromEntries(tagValues.filter(([tag]) => tag)) };
    const model = await attempt(button, () => send("PATCH", modelState.path, body));
    if (model) {
      hasEdits = false;
      notify(text("about.saved"));
      modelState.setModel(model);
    }
  }

  modelState.changes.addEventListener("model", update, { signal: modelState.signal });
  update();
  return element("section", { class: "panel" },
    element("h2", {}, text("about.title")),
    element("form", { onsubmit: submit, oninput: () => (hasEdits = true) },
      description,
      element("fieldset", {}, element("legend", {}, text("about.tags")), tags, addButton),
      element("div", { class: "buttons" }, button)));
}
