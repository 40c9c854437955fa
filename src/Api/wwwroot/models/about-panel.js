import { element, replace } from "../elements/element.js";
import { field } from "../elements/field.js";
import { attempt, notify } from "../elements/notice.js";
import { send } from "../service/requests.js";
import { text } from "../texts/text.js";

/** What the model is, in its users' words, and tags. */
export function aboutPanel(registry) {
  const description = field(text("about.description"), element("textarea", { rows: 3, maxlength: 10_000 }));
  const tags = element("div", { class: "tag-rows" });
  const button = element("button", { class: "primary" }, text("about.save"));
  const add = element("button", { type: "button", onclick: () => addTag("", "").querySelector("input").focus() }, text("about.addTag"));
  let isChanged = false;

  function addTag(tag, value) {
    const row = element("div", { class: "buttons tag-row" },
      element("input", { type: "text", class: "tag-name", value: tag, maxlength: 100, "aria-label": text("about.tag"), placeholder: text("about.tag") }),
      element("input", { type: "text", class: "tag-value", value, "aria-label": text("about.value"), placeholder: text("about.value") }),
      element("button", { type: "button", "aria-label": text("about.removeTag"), title: text("about.removeTag"), onclick: () => (row.remove(), (isChanged = true)) }, "×"));
    tags.append(row);
    return row;
  }

  /** What is being written is not overwritten by what comes from elsewhere. */
  function update() {
    if (!isChanged) {
      description.control.value = registry.model.description;
      replace(tags);
      Object.entries(registry.model.tags).forEach(([tag, value]) => addTag(tag, value));
    }
  }

  async function submit(event) {
    event.preventDefault();
    const rows = [...tags.children].map((row) => [...row.querySelectorAll("input")].map((input) => input.value.trim()));
    const body = { description: description.control.value.trim(), tags: Object.fromEntries(rows.filter(([tag]) => tag)) };
    const model = await attempt(button, () => send("PATCH", registry.path, body));
    if (model) {
      isChanged = false;
      notify(text("about.saved"));
      registry.take(model);
    }
  }

  registry.changes.addEventListener("model", update, { signal: registry.signal });
  update();
  return element("section", { class: "panel" },
    element("h2", {}, text("about.title")),
    element("form", { onsubmit: submit, oninput: () => (isChanged = true) }, description, element("fieldset", {}, element("legend", {}, text("about.tags")), tags, add),
      element("div", { class: "buttons" }, button)));
}
