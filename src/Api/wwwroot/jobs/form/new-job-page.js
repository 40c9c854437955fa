import { attentionPanel } from "../../attention/attention-list.js";
import { networkDrawing } from "../../charts/network-drawing.js";
import { element, replace, serviceText } from "../../elements/element.js";
import { field } from "../../elements/field.js";
import { attempt } from "../../elements/notice.js";
import { onConnected } from "../../service/live.js";
import { get, send } from "../../service/requests.js";
import { readDraft, saveDraft } from "../../shell/drafts.js";
import { count } from "../../texts/format.js";
import { text } from "../../texts/text.js";
import { formatSpec, withoutNulls, withValue } from "../spec-values.js";
import { estimateText } from "../time-estimate.js";
import { initialSpec } from "./initial-spec.js";
import { trialsOf, withField } from "./search-spec.js";
import { fieldsOf } from "./spec-fields.js";
import { SpecForm } from "./spec-form.js";

const typingMilliseconds = 250;

/** A spec as a form and as JSON, which update each other. The service previews the network while the user types. */
export async function page({ query, signal }) {
  const [schema, datasets, initialValues] = await Promise.all([
    get("/api/jobs/schema", signal),
    get("/api/datasets", signal),
    initialSpec(query, signal),
  ]);
  const firstSpec = { dataset: datasets[0].name, ...initialValues };
  const address = location.hash;
  const draft = readDraft(address);
  let spec = draft ?? firstSpec;
  let completeSpec = spec;
  let columnsDataset = null;
  let previewRequest = new AbortController();
  let previewTimer = null;

  const form = new SpecForm(fieldsOf(schema), (path, read) => setSpec(withField(baseOf(path), path, read), "form"));
  const json = field(text("newJob.json"), element("textarea", { rows: 18, spellcheck: "false", oninput: onJsonInput }), text("newJob.jsonHint"));
  const otherErrors = element("ul", { class: "field-error", role: "alert" });
  const drawing = element("div", { class: "scroll", tabindex: 0, "aria-label": text("newJob.network") });
  const attentionBox = element("div");
  const notesBox = element("ul", { class: "diagnosis" });
  const size = element("p", { class: "soft", role: "status" });
  const chosen = element("p", { class: "soft", hidden: true }, text("newJob.chosen"));
  const time = element("span", { class: "soft small", role: "status" });
  const run = element("button", { class: "primary", onclick: createJob }, text("newJob.run"));

  /** Whether the service chooses the network and its training, as it does for tables whose spec has no network of its own. */
  function isChosen() {
    return typeof spec.network !== "object" && completeSpec.dataset === spec.dataset && isTable(spec.dataset);
  }

  /** The spec to change the field of: a change of the chosen network keeps all that was chosen with it. */
  function baseOf(path) {
    return path.startsWith("network.") && isChosen() ? withoutNulls(completeSpec) : spec;
  }

  function isTable(name) {
    return datasets.find((dataset) => dataset.name === name)?.kind === "table";
  }

  /** Sets the spec from one of its sources ("form", "json" or "start") and shows it in the others. */
  function setSpec(newSpec, from) {
    spec = newSpec;
    if (from !== "json") {
      json.control.value = formatSpec(spec);
      json.setError(null);
    }

    if (from !== "start") {
      saveDraft(address, spec);
    }

    const trials = trialsOf(spec);
    run.textContent = trials > 0 ? text("newJob.search", { trials: count(trials) }) : text("newJob.run");
    form.show(spec, completeSpec);
    clearTimeout(previewTimer);
    previewTimer = setTimeout(preview, from === "start" ? 0 : typingMilliseconds);
  }

  /** While the JSON is invalid, nothing can be run: not even the last valid spec. */
  function onJsonInput() {
    const { read, reason } = parseSpec(json.control.value);
    json.setError(reason);
    if (reason) {
      clearTimeout(previewTimer);
      previewRequest.abort();
      run.disabled = true;
    } else {
      setSpec(read, "json");
    }
  }

  async function preview() {
    previewRequest.abort();
    previewRequest = new AbortController();
    const { signal: requestSignal } = previewRequest;
    updateColumnChoices();
    try {
      const { spec: filledSpec, graph, errors, attention, notes, estimate, search } =
        await send("POST", "/api/jobs/preview", spec, AbortSignal.any([signal, requestSignal]));
      showErrors(errors);
      time.textContent = [search && text("newJob.stacks", { trials: count(search.trials), stacks: count(search.stacks) }), estimateText(estimate)]
        .filter(Boolean).join(" ");
      replace(attentionBox, attentionPanel(attention, ({ task }) => setSpec(withValue(spec, "task", task), "form"), ({ task }) => Boolean(task)));
      replace(notesBox, notes.map((note) => element("li", {}, element("strong", {}, note.field), " ", serviceText(note.message))));
      notesBox.hidden = notes.length === 0;
      if (graph) {
        completeSpec = filledSpec;
        form.show(spec, completeSpec);
        replace(drawing, networkDrawing(graph));
        chosen.hidden = !isChosen();
        size.textContent = text("newJob.size", { parameters: count(graph.parameters), multiplyAdds: count(graph.multiplyAdds) });
      }
    } catch (error) {
      if (!requestSignal.aborted && !signal.aborted) {
        showErrors(error.errors ?? {}, error.message);
      }
    }
  }

  /** Errors are shown at their fields. Errors that belong to no field are shown beside the JSON. */
  function showErrors(errors, message = null) {
    const hasFieldErrors = Object.keys(errors).length > 0;
    const unplaced = form.showErrors(errors);
    const messages = hasFieldErrors || message === null ? unplaced : [message];
    replace(otherErrors, messages.map((reason) => element("li", {}, reason)));
    otherErrors.hidden = messages.length === 0;
    run.disabled = hasFieldErrors || message !== null;
  }

  /** The dataset's columns are the choices for the target, the weights, the input columns, the group column and the time column. */
  async function updateColumnChoices() {
    const name = spec.dataset;
    if (columnsDataset === name) {
      return;
    }

    columnsDataset = name;
    const profile = isTable(name) ? await get(`/api/datasets/${encodeURIComponent(name)}`, signal).catch(() => null) : null;
    const columns = profile?.table.columns.map((column) => column.name) ?? [];
    if (columnsDataset === name && !signal.aborted) {
      ["target", "weightColumn", "preprocessing.columns", "validation.groupColumn", "validation.timeColumn"]
        .forEach((path) => form.setChoices(path, columns));
      form.show(spec, completeSpec);
    }
  }

  function discardDraft() {
    saveDraft(address, null);
    restored.hidden = true;
    setSpec(firstSpec, "start");
  }

  async function createJob() {
    await attempt(run, async () => {
      try {
        const { id } = await send("POST", "/api/jobs", spec);
        saveDraft(address, null);
        location.hash = `#/jobs/${id}`;
      } catch (error) {
        showErrors(error.errors ?? {}, error.message);
        throw error;
      }
    });
  }

  const restored = element("p", { class: "panel", role: "status", hidden: !draft },
    text("newJob.restored"), " ", element("button", { onclick: discardDraft }, text("newJob.discard")));
  form.setChoices("dataset", datasets.map(({ name }) => name));
  otherErrors.hidden = true;
  signal.addEventListener("abort", () => clearTimeout(previewTimer));
  // A preview that failed while the service was away is requested again.
  onConnected(() => run.disabled && !json.control.ariaInvalid && preview(), signal);
  setSpec(spec, "start");
  return element("div", {},
    element("div", { class: "head" }, element("h1", {}, text("shell.new")), element("div", { class: "buttons" }, time, run)),
    restored,
    attentionBox,
    element("section", { class: "panel" }, element("h2", {}, text("newJob.network")), drawing, size, chosen, notesBox),
    element("div", { class: "columns" }, form.element, element("section", { class: "panel beside" }, otherErrors, json)));
}

/** Parses the typed JSON. @returns {{ read?: object, reason: string | null }} the spec, or the reason why it is not one. */
function parseSpec(typed) {
  try {
    const read = JSON.parse(typed);
    return { read, reason: typeof read === "object" && read !== null && !Array.isArray(read) ? null : text("newJob.notAnObject") };
  } catch (error) {
    return { reason: error.message };
  }
}
