import { element, replace } from "../elements/element.js";
import { field } from "../elements/field.js";
import { bytes } from "../texts/format.js";
import { text } from "../texts/text.js";
import { readColumnNames } from "./csv-start.js";
import { formatFields } from "./format-fields.js";
import { uploadForm } from "./upload.js";

const maxNameLength = 63;

/** Uploads a CSV file. The user drops it anywhere on the page or chooses it, and then sets its name and its target. */
export function uploadPanel(signal) {
  let file = null;
  let uploadController = null;

  const fileInput = element("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv", onchange: (event) => chooseFile(event.target.files[0]) });
  const nameInput = element("input", { autocomplete: "off", spellcheck: "false", maxlength: maxNameLength });
  const chooser = field(text("upload.file"), fileInput, text("upload.drop"));
  const name = field(text("upload.name"), nameInput, text("upload.nameHint"));
  const target = field(text("upload.target"), element("select"), text("upload.targetHint"));
  const format = formatFields(updateTargetChoices);
  const fields = { file: chooser, name, target, ...format.fields };

  const failure = element("p", { class: "field-error", role: "alert" });
  const send = element("button", { class: "primary" }, text("upload.send"));
  const cancel = element("button", { type: "button", hidden: true, onclick: () => uploadController.abort() }, text("upload.cancel"));
  const progressBar = element("progress", { "aria-label": text("upload.progress"), hidden: true });
  const status = element("span", { class: "small soft", role: "status" });
  const details = element("div", { class: "upload", hidden: true },
    element("div", { class: "fields" }, name, target), format,
    element("div", { class: "buttons" }, send, cancel, progressBar, status));
  const zone = element("form", { class: "panel drop", novalidate: true, "aria-label": text("upload.title"), onsubmit: submit },
    element("h2", {}, text("upload.title")), chooser, failure, details);

  async function chooseFile(chosen) {
    if (!chosen || uploadController) {
      return;
    }

    file = chosen;
    showErrors({ message: "", errors: {} });
    replace(status, text("upload.chosen", { name: file.name, size: bytes(file.size) }));
    name.control.value = toDatasetName(file.name);
    details.hidden = false;
    await updateTargetChoices();
  }

  async function updateTargetChoices() {
    const { delimiter, ...otherFormat } = format.values();
    const inspectedFile = file;
    const names = await readColumnNames(file, { ...otherFormat, delimiter: delimiter === "\\t" ? "\t" : delimiter }).catch(() => []);
    if (inspectedFile === file) {
      const chosen = target.control.value;
      replace(target.control, ["", ...names].map((value) =>
        element("option", { value, selected: value === chosen }, value || text("upload.noTarget"))));
    }
  }

  async function submit(event) {
    event.preventDefault();
    if (!file || uploadController) {
      return;
    }

    const form = new FormData();
    form.append("name", name.control.value.trim());
    if (target.control.value) {
      form.append("target", target.control.value);
    }

    format.appendTo(form);
    form.append("file", file);
    showErrors({ message: "", errors: {} });
    uploadController = new AbortController();
    setSending(true);
    try {
      const { summary } = await uploadForm("/api/datasets", form, showProgress, AbortSignal.any([signal, uploadController.signal]));
      location.hash = `#/datasets/${encodeURIComponent(summary.name)}`;
    } catch (error) {
      const isCancelled = uploadController.signal.aborted;
      replace(status, isCancelled ? text("upload.cancelled") : "");
      showErrors(isCancelled ? { message: "", errors: {} } : error);
    } finally {
      uploadController = null;
      setSending(false);
    }
  }

  function showProgress(sent, total) {
    Object.assign(progressBar, { max: total, value: sent });
    replace(status, sent < total ? text("upload.sent", { sent: bytes(sent), total: bytes(total) }) : text("upload.inspecting"));
  }

  function setSending(isSending) {
    cancel.hidden = !isSending;
    progressBar.hidden = !isSending;
    send.disabled = isSending;
    chooser.control.disabled = isSending;
    if (!isSending) {
      progressBar.removeAttribute("value");
    }
  }

  /** Errors are shown at their fields. An error without a field is shown below the file. */
  function showErrors({ message, errors = {} }) {
    for (const [key, entry] of Object.entries(fields)) {
      entry.setError(errors[key]?.join("; "));
    }

    replace(failure, Object.keys(errors).some((key) => key in fields) ? "" : message);
    format.open ||= Object.keys(errors).some((key) => key in format.fields);
    zone.querySelector("[aria-invalid]")?.focus();
  }

  // Without this, the browser would leave the page and open a file that is dropped anywhere on it.
  addEventListener("dragover", (event) => highlightZone(event, true), { signal });
  addEventListener("dragleave", (event) => event.relatedTarget === null && highlightZone(event, false), { signal });
  addEventListener("drop", (event) => {
    highlightZone(event, false);
    const { files } = event.dataTransfer;
    if (files.length > 0 && !uploadController) {
      chooser.control.files = files;
      chooseFile(files[0]);
    }
  }, { signal });

  function highlightZone(event, isOver) {
    if (event.dataTransfer.types.includes("Files")) {
      event.preventDefault();
      zone.classList.toggle("over", isOver);
    }
  }

  return zone;
}

/** Turns a file name into a valid dataset name. */
function toDatasetName(fileName) {
  return fileName.replace(/\.[^.]*$/, "").toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-").replace(/^[^a-z0-9]+/, "").replace(/-+$/, "")
    .slice(0, maxNameLength);
}
