import { networkDrawing } from "../charts/network-drawing.js";
import { element, replace } from "../elements/element.js";
import { field } from "../elements/field.js";
import { attempt } from "../elements/notice.js";
import { onConnected } from "../service/live.js";
import { get, send } from "../service/requests.js";
import { count } from "../texts/format.js";
import { text } from "../texts/text.js";
import { fieldsOf } from "./spec-fields.js";
import { SpecForm } from "./spec-form.js";
import { said, withValue, written } from "./spec-values.js";

const typingMilliseconds = 250;

/** A spec as a form and as JSON, each following the other; what it would run is asked as it is typed. */
export async function page({ query, signal }) {
  const [schema, datasets, start] = await Promise.all([get("/api/jobs/schema", signal), get("/api/datasets", signal), startOf(query, signal)]);
  let spec = { dataset: datasets[0].name, ...start };
  let complete = spec;
  let columnsOf = null;
  let asking = new AbortController();
  let typing = null;

  const form = new SpecForm(fieldsOf(schema), (path, value) => take(withValue(spec, path, value), "form"));
  const json = field(text("newJob.json"), element("textarea", { rows: 18, spellcheck: "false", oninput: readJson }), text("newJob.jsonHint"));
  const others = element("ul", { class: "field-error", role: "alert" });
  const drawing = element("div", { class: "scroll", tabindex: 0, "aria-label": text("newJob.network") });
  const size = element("p", { class: "soft", role: "status" });
  const run = element("button", { class: "primary", onclick: post }, text("newJob.run"));

  /** Takes a spec from where it was typed, and shows it everywhere else. */
  function take(newSpec, from) {
    spec = newSpec;
    if (from !== "json") {
      json.control.value = written(spec);
      json.setError(null);
    }

    form.show(spec, complete);
    clearTimeout(typing);
    typing = setTimeout(preview, from === "start" ? 0 : typingMilliseconds);
  }

  /** What cannot be read as a spec is not run; nor is the last that could. */
  function readJson() {
    const { read, reason } = parsed(json.control.value);
    json.setError(reason);
    if (reason) {
      clearTimeout(typing);
      asking.abort();
      run.disabled = true;
    } else {
      take(read, "json");
    }
  }

  async function preview() {
    asking.abort();
    asking = new AbortController();
    const { signal: asked } = asking;
    offerColumns();
    try {
      const { spec: filled, graph, errors } = await send("POST", "/api/jobs/preview", spec, AbortSignal.any([signal, asked]));
      showErrors(errors);
      if (graph) {
        complete = filled;
        form.show(spec, complete);
        replace(drawing, networkDrawing(graph));
        size.textContent = text("newJob.size", { parameters: count(graph.parameters), products: count(graph.multiplyAdds) });
      }
    } catch (error) {
      if (!asked.aborted && !signal.aborted) {
        showErrors(error.errors ?? {}, error.message);
      }
    }
  }

  /** What is wrong stands at its field; what is about none beside the JSON. */
  function showErrors(errors, message = null) {
    const isWrong = Object.keys(errors).length > 0;
    const rest = form.showErrors(errors);
    const shown = isWrong || message === null ? rest : [message];
    replace(others, shown.map((reason) => element("li", {}, reason)));
    others.hidden = shown.length === 0;
    run.disabled = isWrong || message !== null;
  }

  /** The columns of the dataset are what can be chosen as target, to learn from and to group by. */
  async function offerColumns() {
    const name = spec.dataset;
    if (columnsOf === name) {
      return;
    }

    columnsOf = name;
    const isTable = datasets.find((dataset) => dataset.name === name)?.kind === "table";
    const profile = isTable ? await get(`/api/datasets/${encodeURIComponent(name)}`, signal).catch(() => null) : null;
    const columns = profile?.table.columns.map((column) => column.name) ?? [];
    if (columnsOf === name && !signal.aborted) {
      ["target", "preprocessing.columns", "validation.groupColumn"].forEach((path) => form.offer(path, columns));
      form.show(spec, complete);
    }
  }

  async function post() {
    await attempt(run, async () => {
      try {
        location.hash = `#/jobs/${(await send("POST", "/api/jobs", spec)).id}`;
      } catch (error) {
        showErrors(error.errors ?? {}, error.message);
        throw error;
      }
    });
  }

  form.offer("dataset", datasets.map(({ name }) => name));
  others.hidden = true;
  signal.addEventListener("abort", () => clearTimeout(typing));
  // What could not be asked while the service was away is asked now.
  onConnected(() => run.disabled && !json.control.ariaInvalid && preview(), signal);
  take(spec, "start");
  return element("div", {},
    element("div", { class: "head" }, element("h1", {}, text("shell.new")), element("div", { class: "buttons" }, run)),
    element("section", { class: "panel" }, element("h2", {}, text("newJob.network")), drawing, size),
    element("div", { class: "columns" }, form.element, element("section", { class: "panel beside" }, others, json)));
}

/** What was typed as an object, or the reason why it is none. */
function parsed(words) {
  try {
    const read = JSON.parse(words);
    return { read, reason: typeof read === "object" && read !== null && !Array.isArray(read) ? null : text("newJob.noSpec") };
  } catch (error) {
    return { reason: error.message };
  }
}

/** A recipe's spec, a job's, or nothing but a dataset. */
async function startOf(query, signal) {
  const [recipe, from, dataset] = ["recipe", "from", "dataset"].map((name) => query.get(name));
  return recipe ? said((await get(`/api/recipes/${encodeURIComponent(recipe)}`, signal)).spec)
    : from ? said((await get(`/api/jobs/${encodeURIComponent(from)}`, signal)).spec)
    : dataset ? { dataset } : {};
}
