import { element, replace } from "../elements/element.js";
import { field } from "../elements/field.js";
import { bytes } from "../texts/format.js";
import { text } from "../texts/text.js";
import { columnNames } from "./csv-start.js";
import { formatFields } from "./format-fields.js";
import { upload } from "./upload.js";

const longestName = 63;

/** Takes a CSV file, dropped anywhere on the page or chosen, asks what to call it and what to predict, and sends it. */
export function uploadPanel(signal) {
  let file = null;
  let sending = null;

  const chooser = field(text("upload.file"), element("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv", onchange: (event) => take(event.target.files[0]) }), text("upload.drop"));
  const name = field(text("upload.name"), element("input", { autocomplete: "off", spellcheck: "false", maxlength: longestName }), text("upload.nameHint"));
  const target = field(text("upload.target"), element("select"), text("upload.targetHint"));
  const format = formatFields(offerColumns);
  const fields = { file: chooser, name, target, ...format.fields };

  const failure = element("p", { class: "field-error", role: "alert" });
  const send = element("button", { class: "primary" }, text("upload.send"));
  const cancel = element("button", { type: "button", hidden: true, onclick: () => sending.abort() }, text("upload.cancel"));
  const bar = element("progress", { "aria-label": text("upload.progress"), hidden: true });
  const told = element("span", { class: "small soft", role: "status" });
  const details = element("div", { class: "upload", hidden: true },
    element("div", { class: "fields" }, name, target), format,
    element("div", { class: "buttons" }, send, cancel, bar, told));
  const zone = element("form", { class: "panel drop", novalidate: true, "aria-label": text("upload.title"), onsubmit: submit },
    element("h2", {}, text("upload.title")), chooser, failure, details);

  async function take(chosen) {
    if (!chosen || sending) {
      return;
    }

    file = chosen;
    showErrors({ message: "", errors: {} });
    replace(told, text("upload.chosen", { name: file.name, size: bytes(file.size) }));
    name.control.value = allowed(file.name);
    details.hidden = false;
    await offerColumns();
  }

  async function offerColumns() {
    const { delimiter, ...known } = format.values();
    const of = file;
    const names = await columnNames(file, { ...known, delimiter: delimiter === "\\t" ? "\t" : delimiter }).catch(() => []);
    if (of === file) {
      const chosen = target.control.value;
      replace(target.control, ["", ...names].map((value) => element("option", { value, selected: value === chosen }, value || text("upload.noTarget"))));
    }
  }

  async function submit(event) {
    event.preventDefault();
    if (!file || sending) {
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
    sending = new AbortController();
    setSending(true);
    try {
      const { summary } = await upload("/api/datasets", form, tell, AbortSignal.any([signal, sending.signal]));
      location.hash = `#/datasets/${encodeURIComponent(summary.name)}`;
    } catch (error) {
      const isCancelled = sending.signal.aborted;
      replace(told, isCancelled ? text("upload.cancelled") : "");
      showErrors(isCancelled ? { message: "", errors: {} } : error);
    } finally {
      sending = null;
      setSending(false);
    }
  }

  function tell(sent, total) {
    Object.assign(bar, { max: total, value: sent });
    replace(told, sent < total ? text("upload.sent", { sent: bytes(sent), total: bytes(total) }) : text("upload.inspected"));
  }

  function setSending(isSending) {
    cancel.hidden = !isSending;
    bar.hidden = !isSending;
    send.disabled = isSending;
    chooser.control.disabled = isSending;
    if (!isSending) {
      bar.removeAttribute("value");
    }
  }

  /** What is wrong with a field stands at it, the rest below the file. */
  function showErrors({ message, errors = {} }) {
    for (const [key, one] of Object.entries(fields)) {
      one.setError(errors[key]?.join("; "));
    }

    replace(failure, Object.keys(errors).some((key) => key in fields) ? "" : message);
    format.open ||= Object.keys(errors).some((key) => key in format.fields);
    zone.querySelector("[aria-invalid]")?.focus();
  }

  // Wherever a file is dropped, the browser would open it and leave the page.
  addEventListener("dragover", (event) => mark(event, true), { signal });
  addEventListener("dragleave", (event) => event.relatedTarget === null && mark(event, false), { signal });
  addEventListener("drop", (event) => {
    mark(event, false);
    const { files } = event.dataTransfer;
    if (files.length > 0 && !sending) {
      chooser.control.files = files;
      take(files[0]);
    }
  }, { signal });

  function mark(event, isOver) {
    if (event.dataTransfer.types.includes("Files")) {
      event.preventDefault();
      zone.classList.toggle("over", isOver);
    }
  }

  return zone;
}

/** A file's name in the form that a dataset's name must have. */
function allowed(fileName) {
  return fileName.replace(/\.[^.]*$/, "").toLowerCase().replaceAll(/[^a-z0-9._-]+/g, "-").replace(/^[^a-z0-9]+/, "").replace(/-+$/, "").slice(0, longestName);
}
