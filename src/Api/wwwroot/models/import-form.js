import { element } from "../elements/element.js";
import { field } from "../elements/field.js";
import { attempt, notify } from "../elements/notice.js";
import { send } from "../service/requests.js";
import { text } from "../texts/text.js";
import { pageOf } from "./model-words.js";

/** Takes in a checkpoint as a file, chosen or dropped. */
export function importForm(signal) {
  const file = field(text("models.file"), element("input", { type: "file", accept: ".safetensors" }), text("models.fileHint"));
  const name = field(text("models.importName"), element("input", { type: "text", maxlength: 100, autocomplete: "off" }), text("models.importNameHint"));
  const button = element("button", { class: "primary" }, text("models.import"));
  const form = element("form", { class: "panel drop", onsubmit: submit, ondragover: over, ondragleave: () => form.classList.remove("over"), ondrop: drop },
    element("h2", {}, text("models.importTitle")),
    element("p", { class: "soft small" }, text("models.importHint")),
    element("div", { class: "fields" }, file, name),
    element("div", { class: "buttons" }, button));

  function over(event) {
    event.preventDefault();
    form.classList.add("over");
  }

  function drop(event) {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer.files.length > 0) {
      file.control.files = event.dataTransfer.files;
      file.setError(null);
    }
  }

  async function submit(event) {
    event.preventDefault();
    file.setError(file.control.files.length === 0 ? text("models.noFile") : null);
    name.setError(null);
    if (file.control.files.length === 0) {
      file.control.focus();
      return;
    }

    const version = await attempt(button, upload);
    if (version) {
      notify(text("models.imported", { name: version.name, version: version.version }));
      location.hash = pageOf(version.name, version.version);
    }
  }

  async function upload() {
    const body = new FormData();
    if (name.control.value.trim()) {
      body.append("name", name.control.value.trim());
    }

    body.append("file", file.control.files[0]);
    try {
      return await send("POST", "/api/models", body, signal);
    } catch (error) {
      const { name: names, ...others } = error.errors ?? {};
      name.setError(names?.join("; "));
      file.setError(Object.entries(others).map(([path, reasons]) => (path === "file" ? reasons.join("; ") : `${path}: ${reasons.join("; ")}`)).join(" "));
      throw error;
    }
  }

  return form;
}
