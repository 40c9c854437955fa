import { element } from "../elements/element.js";
import { field } from "../elements/field.js";
import { attempt, notify } from "../elements/notice.js";
import { send } from "../service/requests.js";
import { text } from "../texts/text.js";
import { pageOf } from "./model-words.js";

/** Imports a model from a file that the user chooses or drops. */
export function importForm(signal) {
  const file = field(text("models.file"), element("input", { type: "file", accept: ".safetensors" }), text("models.fileHint"));
  const nameInput = element("input", { type: "text", maxlength: 100, autocomplete: "off" });
  const name = field(text("models.importName"), nameInput, text("models.importNameHint"));
  const button = element("button", { class: "primary" }, text("models.import"));
  const events = { onsubmit: submit, ondragover: onDragOver, ondragleave: () => form.classList.remove("over"), ondrop: onDrop };
  const form = element("form", { class: "panel drop", ...events },
    element("h2", {}, text("models.importTitle")),
    element("p", { class: "soft small" }, text("models.importHint")),
    element("div", { class: "fields" }, file, name),
    element("div", { class: "buttons" }, button));

  function onDragOver(event) {
    event.preventDefault();
    form.classList.add("over");
  }

  function onDrop(event) {
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

    const version = await attempt(button, sendFile);
    if (version) {
      notify(text("models.imported", { name: version.name, version: version.version }));
      location.hash = pageOf(version.name, version.version);
    }
  }

  async function sendFile() {
    const body = new FormData();
    if (name.control.value.trim()) {
      body.append("name", name.control.value.trim());
    }

    body.append("file", file.control.files[0]);
    try {
      return await send("POST", "/api/models", body, signal);
    } catch (error) {
      const { name: nameReasons, ...others } = error.errors ?? {};
      name.setError(nameReasons?.join("; "));
      file.setError(Object.entries(others)
        .map(([path, reasons]) => (path === "file" ? reasons.join("; ") : `${path}: ${reasons.join("; ")}`))
        .join(" "));
      throw error;
    }
  }

  return form;
}
