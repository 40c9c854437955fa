import { scatterPlot } from "../charts/scatter.js";
import { element, replace } from "../elements/element.js";
import { emptyState } from "../elements/empty.js";
import { get } from "../service/requests.js";
import { count, metric } from "../texts/format.js";
import { text } from "../texts/text.js";

/** The trials are read again at most this often while the search runs. */
const readMilliseconds = 2000;

/** The trials of a search: a table with the best at the top, and the score against each number that was varied. */
export function trialsTab(state) {
  const { spec, id } = state.job;
  const table = element("div", { class: "scroll panel" });
  const plots = element("div", { class: "columns" });
  const content = element("div", {}, element("p", { class: "soft" }, text("trials.hint")), table, plots);
  let readAt = -Infinity;

  async function read() {
    if (!content.isConnected && readAt > 0) {
      return;
    }

    readAt = performance.now();
    try {
      show(await get(`/api/jobs/${id}/trials`, state.signal));
    } catch (error) {
      if (!state.signal.aborted) {
        replace(table, emptyState(error.message));
      }
    }
  }

  function show(trials) {
    const isHigherBetter = spec.search.objective === "accuracy";
    const ranked = trials.toSorted((a, b) =>
      a.score === null || b.score === null ? (a.score === null) - (b.score === null) : (a.score - b.score) * (isHigherBetter ? -1 : 1));
    const paths = Object.keys(spec.search.space).sort();
    replace(table, trialTable(ranked, paths, spec.search.objective, id));
    replace(plots, paths.map((path) => plot(trials.filter((trial) => trial.score !== null), path, spec.search)));
  }

  state.changes.addEventListener("epochs", () => performance.now() - readAt >= readMilliseconds && read(), { signal: state.signal });
  state.changes.addEventListener("job", read, { signal: state.signal });
  read();
  return content;
}

function trialTable(trials, paths, objective, id) {
  const headings = [text("trials.number"), text("trials.state"), text(`metric.${objective}`), text("job.epoch"), ...paths, ""];
  return element("table", {},
    element("caption", { class: "visually-hidden" }, text("job.trials")),
    element("thead", {}, element("tr", {}, headings.map((heading) =>
      element("th", { scope: "col", class: heading === text("trials.state") ? null : "number" }, heading)))),
    element("tbody", {}, trials.map((trial) => element("tr", { "data-trial": trial.number },
      element("td", { class: "number" }, count(trial.number)),
      element("td", {}, text(`trials.${trial.state}`)),
      element("td", { class: "number" }, trial.score === null ? "–" : metric(objective, trial.score)),
      element("td", { class: "number" }, trial.epoch === null ? "–" : count(trial.epoch)),
      paths.map((path) => element("td", { class: "number" }, JSON.stringify(trial.values[path]))),
      element("td", {}, element("a", { href: `#/new?from=${id}&trial=${trial.number}` }, text("trials.run")))))));
}

/** The score against one field; null for a field whose values are not numbers. Learning rates are drawn by their powers of ten. */
function plot(trials, path, { space, objective }) {
  if (trials.length < 2 || trials.some((trial) => typeof trial.values[path] !== "number")) {
    return null;
  }

  const isLogarithmic = Boolean(space[path].logUniform);
  const points = trials.map(({ number, score, values }) => ({
    x: isLogarithmic ? Math.log10(values[path]) : values[path],
    y: score,
    title: text("trials.point", { number, value: values[path], score: metric(objective, score) }),
  }));
  return element("section", { class: "panel" }, element("h2", {}, path),
    scatterPlot(points, {
      xLabel: isLogarithmic ? text("trials.logarithm", { path }) : path,
      yLabel: text(`metric.${objective}`),
      line: "none",
      label: text("trials.plot", { path }),
    }));
}
