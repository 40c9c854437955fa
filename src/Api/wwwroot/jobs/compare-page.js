import { curveColor } from "../charts/colors.js";
import { curveChart } from "../charts/curve-chart.js";
import { element, replace } from "../elements/element.js";
import { empty } from "../elements/empty.js";
import { get } from "../service/requests.js";
import { metric } from "../texts/format.js";
import { text } from "../texts/text.js";
import { stateMark } from "./job-words.js";

const names = ["loss", "accuracy", "rmse", "logRmse"];
const parts = ["train", "validation", "test"];

/** Several jobs: their curves over each other, where their specs differ, their scores. What is ticked is shown beside the choice, which stays as it is. */
export async function page({ query, signal }) {
  let ids = (query.get("ids") ?? "").split(",").filter(Boolean);
  let showing = new AbortController();
  const compared = element("div");

  async function show() {
    showing.abort();
    showing = new AbortController();
    const shown = AbortSignal.any([signal, showing.signal]);
    const content = ids.length < 2 ? [empty(text("compare.choose"))] : await comparison(ids, shown);
    if (!shown.aborted) {
      replace(compared, content);
    }
  }

  async function tick(id, isChosen) {
    ids = isChosen ? [...ids, id] : ids.filter((other) => other !== id);
    history.replaceState(null, "", `#/compare?ids=${ids.join(",")}`);
    await tryShow();
  }

  /** What cannot be compared, such as a job that was deleted meanwhile, is told where the comparison would be: its tick can be taken away. */
  async function tryShow() {
    try {
      await show();
    } catch (error) {
      if (error.name !== "AbortError") {
        replace(compared, element("p", { class: "panel field-error", role: "alert" }, error.message));
      }
    }
  }

  const [choice] = await Promise.all([chooser(ids, tick, signal), tryShow()]);
  return element("div", {}, element("div", { class: "head" }, element("h1", {}, text("compare.title"))), choice, compared);
}

async function chooser(ids, tick, signal) {
  const { items } = await get("/api/jobs?take=200", signal);
  const others = ids.filter((id) => !items.some((job) => job.id === id));
  const tickOf = (id, ...label) => element("label", { class: "inline" },
    element("input", { type: "checkbox", checked: ids.includes(id), onchange: (event) => tick(id, event.target.checked) }), label);
  return element("details", { class: "panel", open: ids.length < 2 || others.length > 0 },
    element("summary", {}, text("compare.jobs")),
    element("div", { class: "fields" },
      items.map((job) => tickOf(job.id, job.model, " ", stateMark(job.state), " ", element("span", { class: "soft small" }, job.id.slice(0, 8)))),
      others.map((id) => tickOf(id, id))));
}

async function comparison(ids, signal) {
  const { jobs, differences } = await get(`/api/jobs/compare?ids=${ids.join(",")}`, signal);
  const labels = jobs.map(({ model, version, id }) => `${model} ${version === null ? id.slice(0, 8) : `v${version}`}`);
  const charts = element("div", { class: "columns" });
  requestAnimationFrame(() => replace(charts, names.map((name) => chart(name, jobs, labels, signal))));
  return [charts, scoreTable(jobs, labels), differenceTable(differences, labels)];
}

/** Validation, or training where a job validates nothing; of a cross-validation the network that becomes the model, else the mean of its folds. */
function chart(name, jobs, labels, signal) {
  const series = jobs.map((job, i) => ({ label: labels[i], color: curveColor(i), points: points(job.curve, name) })).filter((one) => one.points.x.length > 0);
  if (series.length === 0) {
    return null;
  }

  const made = curveChart({ title: text(`metric.${name}`), link: "compare", format: (value) => metric(name, value), signal });
  requestAnimationFrame(() => made.update(series, text("job.epoch")));
  return made;
}

function points(curve, name) {
  const final = curve.filter((point) => point.fold === null);
  const isFinal = final.some((point) => point.validation) || !curve.some((point) => point.fold !== null);
  const byEpoch = new Map();
  for (const point of isFinal ? final : curve.filter((one) => one.fold !== null)) {
    const value = (point.validation ?? point.train)[name] ?? null;
    if (value !== null) {
      byEpoch.set(point.epoch, [...(byEpoch.get(point.epoch) ?? []), value]);
    }
  }

  const entries = [...byEpoch].sort(([a], [b]) => a - b);
  return { x: entries.map(([epoch]) => epoch), y: entries.map(([, values]) => values.reduce((a, b) => a + b, 0) / values.length) };
}

function scoreTable(jobs, labels) {
  const columns = parts.flatMap((part) => names.filter((name) => jobs.some((job) => (job[part]?.[name] ?? null) !== null)).map((name) => [part, name]));
  return element("section", { class: "panel" },
    element("h2", {}, text("compare.scores")),
    element("div", { class: "scroll" }, element("table", {},
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, text("compare.job")), element("th", { scope: "col" }, text("jobs.state")),
        columns.map(([part, name]) => element("th", { class: "number", scope: "col" }, text("compare.scoreOf", { part: text(`part.${part}`), metric: text(`metric.${name}`) }))))),
      element("tbody", {}, jobs.map((job, i) => element("tr", {},
        element("th", { scope: "row" }, element("a", { href: `#/jobs/${job.id}` }, labels[i])),
        element("td", {}, stateMark(job.state)),
        columns.map(([part, name]) => element("td", { class: "number" }, metric(name, job[part]?.[name])))))))));
}

function differenceTable(differences, labels) {
  return element("section", { class: "panel" },
    element("h2", {}, text("compare.differences")),
    differences.length === 0
      ? element("p", { class: "soft" }, text("compare.same"))
      : element("div", { class: "scroll" }, element("table", { class: "differences" },
        element("thead", {}, element("tr", {}, element("th", { scope: "col" }, text("compare.field")), labels.map((label) => element("th", { scope: "col" }, label)))),
        element("tbody", {}, differences.map(({ path, values }) => element("tr", {},
          element("th", { scope: "row", class: "mono" }, path),
          values.map((value) => element("td", { class: "mono" }, value === null ? "–" : JSON.stringify(value)))))))));
}
