import { element, replace } from "../../elements/element.js";
import { dateTime, duration, metric, number } from "../../texts/format.js";
import { text, textOr } from "../../texts/text.js";
import { writeRange } from "../form/ranges.js";
import { endedStates, mainMetric, progressBar, progressText, remainingText, scoreText, secondsRun } from "../job-words.js";
import { valueAt } from "../spec-values.js";

const maximumDiffering = 5;

/** Fields of a spec that say most about a job come first. */
const byImportance = [
  "optimizer.learningRate", "network.hidden", "network.dropout", "optimizer.kind", "training.epochs", "training.batchSize",
  "optimizer.weightDecay", "network.activation", "training.seed", "validation.folds",
];

/** Fields that have a column of their own or say nothing about how a job differs. */
const leftOut = ["dataset", "model", "target", "task", "training.device"];

/** The columns that every list can have. `sort` is the name of the field for the service; `show` fills a cell with a job. */
const knownColumns = [
  { name: "tags", show: (cell, job) => replace(cell, job.tags.map((tag) => [element("span", { class: "tag" }, tag), " "])) },
  { name: "project", sort: "project", show: (cell, job) => (cell.textContent = job.project ?? "") },
  { name: "note", show: (cell, job) => (cell.textContent = job.note ?? "") },
  { name: "model", sort: "model", show: (cell, job) => (cell.textContent = job.model) },
  { name: "dataset", sort: "dataset", show: (cell, job) => (cell.textContent = job.spec.dataset) },
  { name: "progress", isNowrap: true, show: showProgress },
  { name: "remaining", isNumber: true, show: (cell, job) => (cell.textContent = remainingText(job)) },
  { name: "score", isNumber: true, hint: "job.bestHint", sort: scoreField, show: (cell, job) => (cell.textContent = scoreText(job.best)) },
  { name: "duration", isNumber: true, sort: "seconds", show: (cell, job) => (cell.textContent = duration(secondsRun(job))) },
  { name: "created", isNowrap: true, sort: "created", show: (cell, job) => (cell.textContent = dateTime(job.createdAt)) },
];

/** The columns for these jobs: the chosen ones, or those that say how the jobs differ. */
export function columnsFor(jobs, chosenNames) {
  const names = chosenNames ?? [
    ...(jobs.some((job) => job.tags.length > 0) ? ["tags"] : []),
    ...(jobs.some((job) => job.project) ? ["project"] : []),
    "dataset", "score", ...differingFields(jobs), "progress",
    ...(jobs.some((job) => !endedStates.includes(job.state)) ? ["remaining"] : []),
    "duration", "created",
  ];
  return names.map(columnOf);
}

/** The names of all columns that a user can choose for these jobs. */
export function columnNames(jobs) {
  const metrics = [...new Set(jobs.flatMap((job) => Object.keys(job.best ?? {}).filter((name) => job.best[name] !== null)))];
  const fields = [...new Set([...byImportance, ...differingFields(jobs, Infinity)])];
  return [...knownColumns.map((column) => column.name), ...metrics.map((name) => `validation.${name}`), ...fields];
}

/** The name of a column in words. A field of a spec that has none is shown with its path. */
export function columnTitle(name) {
  return name.startsWith("validation.") && textOr(`metric.${metricOf(name)}`, null)
    ? text("jobs.validationMetric", { metric: text(`metric.${metricOf(name)}`) })
    : knownColumns.some((column) => column.name === name) ? text(`jobs.${name}`)
    : textOr(`spec.${name}`, name);
}

function columnOf(name) {
  const known = knownColumns.find((column) => column.name === name);
  if (known) {
    return known;
  }

  const metricName = metricOf(name);
  return name.startsWith("validation.") && textOr(`metric.${metricName}`, null)
    ? { name, sort: name, isNumber: true, show: (cell, job) => (cell.textContent = metric(metricName, job.best?.[metricName])) }
    : { name, sort: name, show: (cell, job) => (cell.textContent = fieldWords(job.spec, name)) };
}

/** The value of a field; in a search that varies it, its values. */
function fieldWords(spec, name) {
  const range = spec.search?.space[name];
  return range ? rangeWords(range) : shownValue(valueAt(spec, name));
}

function rangeWords(range) {
  return writeRange(range, { isList: range.choice?.some(Array.isArray) }) ?? range.choice.map((value) => JSON.stringify(value)).join(", ");
}

/** The simple fields in which the specs differ. A field that only one of the jobs has says nothing about the others. */
function differingFields(jobs, maximum = maximumDiffering) {
  const values = new Map();
  for (const job of jobs) {
    for (const [path, value] of valuesOf(job.spec)) {
      values.set(path, [...(values.get(path) ?? []), value]);
    }
  }

  const rank = (path) => (byImportance.includes(path) ? byImportance.indexOf(path) : byImportance.length);
  return [...values].filter(([path, found]) => !leftOut.includes(path) && found.length > 1 && new Set(found).size > 1)
    .map(([path]) => path).sort((a, b) => rank(a) - rank(b)).slice(0, maximum);
}

/** The simple fields, with those that a search varies in place of their own value. */
function valuesOf({ search, ...spec }) {
  const { space = {}, ...others } = search ?? {};
  return new Map([...simpleFields({ ...spec, search: others }, ""), ...Object.entries(space).map(([path, range]) => [path, rangeWords(range)])]);
}

function simpleFields(part, path) {
  return Object.entries(part).flatMap(([name, value]) => {
    const inner = path ? `${path}.${name}` : name;
    return value === null ? []
      : Array.isArray(value) ? (value.some((one) => typeof one === "object") ? [] : [[inner, value.join(", ")]])
      : typeof value === "object" ? simpleFields(value, inner)
      : [[inner, value]];
  });
}

function shownValue(value) {
  return value === undefined || value === null ? "–"
    : typeof value === "number" ? number(value)
    : Array.isArray(value) ? (value.some((one) => typeof one === "object") ? "…" : value.join(", ") || "–")
    : String(value);
}

function showProgress(cell, job) {
  if (!cell.bar) {
    cell.bar = progressBar(text("jobs.progress"));
    cell.position = element("span", { class: "small soft" });
    replace(cell, cell.bar, cell.position);
  }

  cell.bar.update(job.progress);
  cell.position.textContent = progressText(job);
}

/** The best score is that of another metric for a classification than for a regression. The first job with one decides. */
function scoreField(jobs) {
  const main = jobs.map((job) => mainMetric(job.best)).find(Boolean);
  return `validation.${main?.name ?? "loss"}`;
}

function metricOf(name) {
  return name.split(".").at(-1);
}
