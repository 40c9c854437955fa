import { element } from "../../elements/element.js";
import { field } from "../../elements/field.js";
import { notify } from "../../elements/notice.js";
import { send } from "../../service/requests.js";
import { text } from "../../texts/text.js";

/** Changes the name, note, tags, star or project of a job. @returns {Promise<object>} the changed job */
export function saveLabels(id, changes) {
  return send("PATCH", `/api/jobs/${id}`, changes);
}

/** The tags in a text that separates them by commas, each once. */
export function readTags(words) {
  return [...new Set(words.split(/[,，]/).map((tag) => tag.trim()).filter(Boolean))];
}

/**
 * A form for the name, project, tags and note of a job. Enter saves, Escape closes it.
 * @param {(job: object) => void} onSaved receives the changed job
 * @param {() => void} onClose is called after both
 */
export function editJob(job, onSaved, onClose) {
  const fields = {
    name: field(text("jobs.name"), element("input", { value: job.name ?? "", maxlength: 100 })),
    project: field(text("jobs.project"), element("input", { value: job.project ?? "", maxlength: 100 })),
    tags: field(text("jobs.tags"), element("input", { value: job.tags.join(", ") }), text("jobs.tagsHint")),
    note: field(text("jobs.note"), element("textarea", { rows: 2, maxlength: 2000 }, job.note ?? "")),
  };
  const save = element("button", { class: "primary" }, text("jobs.save"));
  return element("form", { class: "label-editor", onsubmit: submit, onkeydown: (event) => event.key === "Escape" && onClose() },
    element("div", { class: "fields" }, Object.values(fields)),
    element("div", { class: "buttons" }, save, element("button", { type: "button", onclick: onClose }, text("confirm.no"))));

  async function submit(event) {
    event.preventDefault();
    save.disabled = true;
    try {
      const value = (name) => fields[name].control.value.trim() || null;
      const [name, project, note] = [value("name"), value("project"), value("note")];
      onSaved(await saveLabels(job.id, { name, project, note, tags: readTags(fields.tags.control.value) }));
      onClose();
    } catch (error) {
      const errors = Object.entries(error.errors ?? {});
      for (const [part, one] of Object.entries(fields)) {
        one.setError(errors.filter(([path]) => path.startsWith(part)).flatMap(([, reasons]) => reasons).join("; ") || null);
      }

      if (errors.length === 0) {
        notify(error.message, "failed");
      }
    } finally {
      save.disabled = false;
    }
  }
}
