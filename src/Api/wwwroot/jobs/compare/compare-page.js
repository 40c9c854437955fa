import { CurveView } from "../../charts/curve-view.js";
import { curveChart } from "../../charts/curve-chart.js";
import { element, replace } from "../../elements/element.js";
import { emptyState } from "../../elements/empty.js";
import { onConnected } from "../../service/live.js";
import { get } from "../../service/requests.js";
import { setQuery } from "../../shell/address.js";
import { metric } from "../../texts/format.js";
import { text } from "../../texts/text.js";
import { lossUnit } from "../job-words.js";
import { Comparability } from "./comparability.js";
import { comparedCurves } from "./compared-curves.js";
import { ComparedJobs } from "./compared-jobs.js";
import { differenceTable } from "./difference-table.js";
import { jobChooser } from "./job-chooser.js";
import { scoreTable } from "./score-table.js";

const metrics = ["loss", "accuracy", "rmse", "mae", "logRmse"];
const listedJobs = 200;

/**
 * Compares jobs while they run and after: their curves in common charts, their scores and the differences between their specs. The address keeps the
 * jobs, the baseline and how the curves are drawn.
 */
export async function page({ query, signal }) {
  let ids = (query.get("ids") ?? "").split(",").filter(Boolean);
  let baseline = query.get("baseline");
  const { items: listed } = await get(`/api/jobs?take=${listedJobs}`, signal);
  const jobs = new ComparedJobs(listed, signal);
  const charts = new Map(metrics.map((name) => [name, newChart(name)]));
  const view = new CurveView(query, { onChange: drawCurves, onZoom: (range) => charts.forEach((chart) => chart.zoomTo(range)) });
  const [warnings, scores, differences, failure] = Array.from({ length: 4 }, () => element("div"));
  const comparison = element("div", { hidden: true },
    warnings, view.controls(), element("div", { class: "columns" }, [...charts.values()]), scores, differences);
  charts.forEach((chart) => chart.zoomTo(view.zoom));

  /** What the losses measure, if it is the same for all jobs. */
  function commonLossUnit(items) {
    const units = new Set(items.map(({ job }) => lossUnit(job.spec)));
    return units.size === 1 ? [...units][0] : text("compare.mixedUnits");
  }

  function newChart(name) {
    const chart = curveChart({
      title: text(`metric.${name}`),
      unit: () => (name === "loss" ? commonLossUnit(jobs.items) : null),
      about: () => jobs.items.map(({ label }) => label).join(", "),
      link: "compare",
      format: (value) => metric(name, value),
      onZoom: (range) => view.zoomTo(range),
      signal,
    });
    chart.dataset.metric = name;
    return chart;
  }

  async function load() {
    comparison.hidden = true;
    if (ids.length < 2) {
      replace(failure, emptyState(text("compare.choose")));
      return;
    }

    try {
      if (await jobs.load(ids)) {
        replace(failure);
        comparison.hidden = false;
        show();
      }
    } catch (error) {
      // For example for a deleted job. The list stays, so that the user can clear the job's checkbox.
      if (error.name !== "AbortError") {
        replace(failure, element("p", { class: "panel field-error", role: "alert" }, error.message));
      }
    }
  }

  function show() {
    showScores();
    replace(differences, differenceTable(jobs.differences, jobs.items));
    // A chart can measure its width only once it is in the page.
    requestAnimationFrame(drawCurves);
  }

  function showScores() {
    const comparability = new Comparability(jobs.differences);
    const focused = document.activeElement?.dataset.pin;
    replace(warnings, comparability.warnings());
    replace(scores, scoreTable(jobs.items, baseline, (part, name) => comparability.isComparable(part, name), pin));
    scores.querySelector(`[data-pin="${focused}"]`)?.focus();
  }

  function drawCurves() {
    charts.forEach((chart, name) => {
      const series = comparedCurves(jobs.items, name, view, baseline);
      chart.hidden = series.length === 0;
      chart.update(series, text(`job.${view.xAxis}`));
    });
  }

  function pin(id) {
    baseline = id;
    setQuery({ baseline });
    showScores();
    drawCurves();
  }

  async function choose(id, isCompared) {
    ids = isCompared ? [...ids, id] : ids.filter((other) => other !== id);
    setQuery({ ids: ids.join(",") });
    await load();
  }

  // What failed while the service was away is loaded again.
  onConnected(() => failure.childElementCount > 0 && load(), signal);
  jobs.addEventListener("scores", showScores, { signal });
  jobs.addEventListener("epochs", drawCurves, { signal });
  await load();
  return element("div", {},
    element("div", { class: "head" }, element("h1", {}, text("compare.title"))),
    jobChooser(listed, ids, choose),
    failure,
    comparison);
}
