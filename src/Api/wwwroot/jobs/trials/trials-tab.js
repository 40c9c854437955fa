import { curveChart } from "../../charts/curve-chart.js";
import { exportButtons } from "../../charts/export-buttons.js";
import { standalone } from "../../charts/standalone.js";
import { element, replace } from "../../elements/element.js";
import { emptyState } from "../../elements/empty.js";
import { shareBar } from "../../elements/share-bar.js";
import { count, metric, percent } from "../../texts/format.js";
import { text } from "../../texts/text.js";
import { importances, minimumTrials } from "./importance.js";
import { ParallelCoordinates } from "./parallel-coordinates.js";
import { trialCurves } from "./trial-curves.js";
import { trialPlot } from "./trial-plot.js";
import { trialTable } from "./trial-table.js";

/**
 * The trials of a search: parallel coordinates in which a marked part filters all else, the importance of each field, the curves, a table with the
 * best at the top, and the score against each number that was varied.
 */
export function trialsTab(state) {
  const { job: { id }, search, signal } = state;
  const coordinates = new ParallelCoordinates(search);
  const chosen = element("p", { class: "soft", role: "status" });
  const all = element("button", { onclick: () => search.clear() }, text("trials.all"));
  const importance = element("section", { class: "panel importance" });
  const curves = curveChart({
    title: text("trials.curves", { metric: text(`metric.${search.objective}`) }),
    unit: () => search.unit,
    about: () => state.job.name ?? state.job.model,
    format: (value) => metric(search.objective, value),
    signal,
  });
  const table = element("div", { class: "scroll panel" });
  const plots = element("div", { class: "columns" });
  const content = element("div", {},
    element("p", { class: "soft" }, text("trials.hint")),
    element("section", { class: "panel" },
      element("div", { class: "chart-head" }, element("h2", {}, text("trials.parallel")), chosen, element("div", { class: "buttons" },
        all, exportButtons(text("trials.parallel"), {
          picture: () => ({ unit: search.unit, about: state.job.name ?? state.job.model, series: [], ...standalone(coordinates.drawing) }),
          table: () => trialValues(search),
        }))),
      coordinates.element,
      element("p", { class: "hint" }, text("trials.keys"))),
    element("div", { class: "columns" }, importance, curves),
    table,
    plots);

  function show() {
    if (search.error) {
      replace(table, emptyState(search.error));
      return;
    }

    const shown = search.ranked.filter((trial) => search.isChosen(trial));
    coordinates.draw();
    chosen.textContent = text("trials.chosen", { shown: count(shown.length), total: count(search.trials.length) });
    all.hidden = !search.hasMarks;
    replace(importance, importanceOf(search));
    drawCurves();
    replace(table, trialTable(shown, search, id));
    const scored = shown.filter((trial) => trial.score !== null);
    replace(plots, search.axes.map((axis) => trialPlot(scored, axis, search)));
  }

  function drawCurves() {
    curves.update(trialCurves(state, `validation.${search.objective}`, { xAxis: "epoch", smoothing: 0 }), text("job.epoch"));
  }

  search.addEventListener("change", () => content.isConnected && show(), { signal });
  state.changes.addEventListener("epochs", () => content.isConnected && (drawCurves(), search.readSoon()), { signal });
  state.changes.addEventListener("job", () => content.isConnected && search.readSoon(), { signal });
  requestAnimationFrame(show);
  return content;
}

/** The values and the score of each trial, the best at the top. */
function trialValues({ axes, objective, ranked }) {
  return {
    columns: ["trial", "state", ...axes.map(({ name }) => name), objective],
    rows: ranked.map(({ number, state, values, score }) =>
      [number, state, ...axes.map(({ name }) => cellOf(values[name])), score]),
  };
}

function cellOf(value) {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value ?? null;
}

function importanceOf(search) {
  const ranked = search.ranked.filter((trial) => trial.score !== null).map((trial) => trial.values);
  const shares = importances(search.axes, ranked);
  return [
    element("h2", {}, text("trials.importance")),
    shares
      ? element("dl", {}, search.axes.toSorted((a, b) => shares.get(b.name) - shares.get(a.name)).map(({ name, title }) => [
        element("dt", {}, title),
        element("dd", { "data-field": name }, shareBar(shares.get(name), percent(shares.get(name), 0))),
      ]))
      : element("p", { class: "soft" }, text("trials.tooFew", { trials: minimumTrials })),
    element("p", { class: "hint" }, text("trials.importanceHint"), " ",
      element("a", { href: "https://arxiv.org/abs/2304.10255", rel: "noreferrer" }, "PED-ANOVA")),
  ];
}
