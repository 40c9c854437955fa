import { curveColor } from "../charts/colors.js";
import { curveChart } from "../charts/curve-chart.js";
import { element, replace } from "../elements/element.js";
import { emptyState } from "../elements/empty.js";
import { get } from "../service/requests.js";
import { metric } from "../texts/format.js";
import { text } from "../texts/text.js";
import { shortIds, stateBadge } from "./job-words.js";

const metrics = ["loss", "accuracy", "rmse", "logRmse"];
const parts = ["train", "validation", "test"];

/** Compares jobs: their curves in common charts, their scores and the differences between their specs. The checkboxes choose the jobs. */
export async function page({ query, signal }) {
  let ids = (query.get("ids") ?? "").split(",").filter(Boolean);
  let currentComparison = new AbortController();
  const comparisonPanel = element("div");

  async function show() {
    currentComparison.abort();
    currentComparison = new AbortController();
    const comparisonSignal = AbortSignal.any([signal, currentComparison.signal]);
    const content = ids.length < 2 ? [emptyState(text("compare.choose"))] : await comparison(ids, comparisonSignal);
    if (!comparisonSignal.aborted) {
      replace(comparisonPanel, content);
    }
  }

  async function setCompared(id, isCompared) {
    ids = isCompared ? [...ids, id] : ids.filter((other) => other !== id);
    history.replaceState(null, "", `#/compare?ids=${ids.join(",")}`);
    await tryShow();
  }

  /** An error, for example for a deleted job, is shown in place of the comparison. The list stays, so that the user can clear the job's checkbox. */
  async function tryShow() {
    try {
      await show();
    } catch (error) {
      if (error.name !== "AbortError") {
        replace(comparisonPanel, element("p", { class: "panel field-error", role: "alert" }, error.message));
      }
    }
  }

  const [jobChoice] = await Promise.all([jobChooser(ids, setCompared, signal), tryShow()]);
  return element("div", {}, element("div", { class: "head" }, element("h1", {}, text("compare.title"))), jobChoice, comparisonPanel);
}

async function jobChooser(ids, setCompared, signal) {
  const { items } = await get("/api/jobs?take=200", signal);
  const short = shortIds(items.map((job) => job.id));
  const otherIds = ids.filter((id) => !items.some((job) => job.id === id));
  const jobCheckbox = (id, ...label) => element("label", { class: "inline" },
    element("input", { type: "checkbox", checked: ids.includes(id), onchange: (event) => setCompared(id, event.target.checked) }), label);
  return element("details", { class: "panel", open: ids.length < 2 || otherIds.length > 0 },
    element("summary", {}, text("compare.jobs")),
    element("div", { class: "fields" },
      items.map((job) =>
        jobCheckbox(job.id, job.name ?? job.model, " ", stateBadge(job.state), " ", element("span", { class: "soft small" }, short.get(job.id)))),
      otherIds.map((id) => jobCheckbox(id, id))));
}

async function comparison(ids, signal) {
  const { jobs, differences } = await get(`/api/jobs/compare?ids=${ids.join(",")}`, signal);
  const short = shortIds(ids);
  const labels = jobs.map(({ model, version, id }) => `${model} ${version === null ? short.get(id) : `v${version}`}`);
  const charts = element("div", { class: "columns" });
  requestAnimationFrame(() => replace(charts, metrics.map((name) => chart(name, jobs, labels, signal))));
  return [charts, scoreTable(jobs, labels), differenceTable(differences, labels)];
}

/** The validation curves; the training curve of a job without validation. A cross-validation shows the final network, or the mean of its folds. */
function chart(name, jobs, labels, signal) {
  const series = jobs.map((job, i) => ({ label: labels[i], color: curveColor(i), points: points(job.curve, name) }))
    .filter((one) => one.points.x.length > 0);
  if (series.length === 0) {
    return null;
  }

  const newChart = curveChart({ title: text(`metric.${name}`), link: "compare", format: (value) => metric(name, value), signal });
  requestAnimationFrame(() => newChart.update(series, text("job.epoch")));
  return newChart;
}

function points(curve, name) {
  const chosen = ofBestTrial(curve);
  const finalPoints = chosen.filter((point) => point.fold === null);
  const usesFinalNetwork = finalPoints.some((point) => point.validation) || !chosen.some((point) => point.fold !== null);
  const byEpoch = new Map();
  for (const point of usesFinalNetwork ? finalPoints : chosen.filter((one) => one.fold !== null)) {
    const value = (point.validation ?? point.train)[name] ?? null;
    if (value !== null) {
      byEpoch.set(point.epoch, [...(byEpoch.get(point.epoch) ?? []), value]);
    }
  }

  const entries = [...byEpoch].sort(([a], [b]) => a - b);
  return { x: entries.map(([epoch]) => epoch), y: entries.map(([, values]) => values.reduce((a, b) => a + b, 0) / values.length) };
}

function scoreTable(jobs, labels) {
  const hasScore = (part, name) => jobs.some((job) => (job[part]?.[name] ?? null) !== null);
  const columns = parts.flatMap((part) => metrics.filter((name) => hasScore(part, name)).map((name) => [part, name]));
  const heading = ([part, name]) => text("compare.scoreOf", { part: text(`part.${part}`), metric: text(`metric.${name}`) });
  return element("section", { class: "panel" },
    element("h2", {}, text("compare.scores")),
    element("div", { class: "scroll" }, element("table", {},
      element("thead", {}, element("tr", {},
        element("th", { scope: "col" }, text("compare.job")),
        element("th", { scope: "col" }, text("jobs.state")),
        columns.map((column) => element("th", { class: "number", scope: "col" }, heading(column))))),
      element("tbody", {}, jobs.map((job, i) => element("tr", {},
        element("th", { scope: "row" }, element("a", { href: `#/jobs/${job.id}` }, labels[i])),
        element("td", {}, stateBadge(job.state)),
        columns.map(([part, name]) => element("td", { class: "number" }, metric(name, job[part]?.[name])))))))));
}

function differenceTable(differences, labels) {
  return element("section", { class: "panel" },
    element("h2", {}, text("compare.differences")),
    differences.length === 0
      ? element("p", { class: "soft" }, text("compare.same"))
      : element("div", { class: "scroll" }, element("table", { class: "differences" },
        element("thead", {}, element("tr", {},
          element("th", { scope: "col" }, text("compare.field")),
          labels.map((label) => element("th", { scope: "col" }, label)))),
        element("tbody", {}, differences.map(({ path, values }) => element("tr", {},
          element("th", { scope: "row", class: "mono" }, path),
          values.map((value) => element("td", { class: "mono" }, value === null ? "–" : JSON.stringify(value)))))))));
}

/** Of a search, the epochs of the trial with the lowest validation loss; of another job, all epochs. */
function ofBestTrial(curve) {
  const { trial } = curve.reduce((best, point) => (point.validation?.loss < (best.validation?.loss ?? Infinity) ? point : best), {});
  return curve.filter((point) => point.trial === null || point.trial === trial);
}
