import { element, replace } from "../elements/element.js";
import { field, select } from "../elements/field.js";
import { bytes } from "../texts/format.js";
import { text } from "../texts/text.js";
import { formatFields } from "./format-fields.js";
import { uploadForm } from "./upload.js";
import { uploadPreview } from "./upload-preview.js";

const maxNameLength = 63;
const accepted = ".csv,.tsv,.tab,.txt,.parquet,.jsonl,.ndjson,.xlsx,.zip,.gz,text/csv";

/** Uploads a table. The user drops its files anywhere on the page or chooses them, sees how they are read, and sets a name and a target. */
export function uploadPanel(signal) {
  let files = [];
  let uploadController = null;

  const fileInput = element("input", { type: "file", accept: accepted, multiple: true, onchange: (event) => chooseFiles(event.target.files) });
  const nameInput = element("input", { autocomplete: "off", spellcheck: "false", maxlength: maxNameLength });
  const chooser = field(text("upload.file"), fileInput, text("upload.drop"));
  const name = field(text("upload.name"), nameInput, text("upload.nameHint"));
  const target = field(text("upload.target"), select([["", text("upload.noTarget")]], "", showPreview), text("upload.targetHint"));
  const sheet = field(text("upload.sheet"), select([["", ""]], "", showPreview), text("upload.sheetHint"));
  const format = formatFields(showPreview);
  const preview = uploadPreview(signal);
  const fields = { file: chooser, name, target, sheet, ...format.fields };

  const failure = element("p", { class: "field-error", role: "alert" });
  const send = element("button", { class: "primary" }, text("upload.send"));
  const cancel = element("button", { type: "button", hidden: true, onclick: () => uploadController.abort() }, text("upload.cancel"));
  const progressBar = element("progress", { "aria-label": text("upload.progress"), hidden: true });
  const status = element("span", { class: "small soft", role: "status" });
  const details = element("div", { class: "upload", hidden: true },
    element("div", { class: "fields" }, name, target, sheet), format, preview,
    element("div", { class: "buttons" }, send, cancel, progressBar, status));
  const zone = element("form", { class: "panel drop", novalidate: true, "aria-label": text("upload.title"), onsubmit: submit },
    element("h2", {}, text("upload.title")), chooser, failure, details);

  async function chooseFiles(chosen) {
    if (chosen.length === 0 || uploadController) {
      return;
    }

    files = [...chosen];
    const size = bytes(files.reduce((total, file) => total + file.size, 0));
    replace(status, files.map((file) => file.name).join(", "), text("upload.size", { size }));
    name.control.value = toDatasetName(files[0].name);
    setChoices(target.control, ["", text("upload.noTarget")], []);
    setChoices(sheet.control, ["", ""], []);
    sheet.hidden = true;
    details.hidden = false;
    await showPreview();
  }

  /** Shows how the files would be read, and offers the columns and the sheets. Errors are shown at their fields, as after an upload. */
  async function showPreview() {
    showErrors({ message: "", errors: {} }, false);
    try {
      const table = await preview.show(files, createForm);
      if (table) {
        const { sheet: shown, notRead } = table.source;
        setChoices(target.control, ["", text("upload.noTarget")], table.columns.map((column) => column.name));
        sheet.hidden = !shown || notRead.length === 0;
        setChoices(sheet.control, sheet.hidden ? ["", ""] : [shown, shown], sheet.hidden ? [] : notRead);
      }
    } catch (error) {
      showErrors(error, false);
    }
  }

  function createForm(parts) {
    const form = new FormData();
    for (const [field, control] of Object.entries({ target: target.control, sheet: sheet.control })) {
      if (control.value) {
        form.append(field, control.value);
      }
    }

    format.appendTo(form);
    parts.forEach((part) => form.append("file", part));
    return form;
  }

  async function submit(event) {
    event.preventDefault();
    if (files.length === 0 || uploadController) {
      return;
    }

    preview.abort();
    const form = createForm(files);
    form.append("name", name.control.value.trim());
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
  function showErrors({ message, errors = {} }, moveFocus = true) {
    for (const [key, entry] of Object.entries(fields)) {
      entry.setError(errors[key]?.join("; "));
    }

    replace(failure, Object.keys(errors).some((key) => key in fields) ? "" : message);
    format.open ||= Object.keys(errors).some((key) => key in format.fields);
    if (moveFocus) {
      zone.querySelector("[aria-invalid]")?.focus();
    }
  }

  // Without this, the browser would leave the page and open a file that is dropped anywhere on it.
  addEventListener("dragover", (event) => highlightZone(event, true), { signal });
  addEventListener("dragleave", (event) => event.relatedTarget === null && highlightZone(event, false), { signal });
  addEventListener("drop", (event) => {
    highlightZone(event, false);
    const dropped = event.dataTransfer.files;
    if (dropped.length > 0 && !uploadController) {
      chooser.control.files = dropped;
      chooseFiles(dropped);
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

/** Sets the options of a select: a first one and names. The chosen one stays chosen if it is still there. */
function setChoices(control, [firstValue, firstLabel], names) {
  const chosen = control.value;
  replace(control, element("option", { value: firstValue }, firstLabel),
    names.map((value) => element("option", { value, selected: value === chosen }, value)));
}

/** Turns a file name into a valid dataset name. */
function toDatasetName(fileName) {
  return fileName.replace(/\.gz$/i, "").replace(/\.[^.]*$/, "").toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-").replace(/^[^a-z0-9]+/, "").replace(/-+$/, "")
    .slice(0, maxNameLength);
}
