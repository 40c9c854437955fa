import { element } from "../../elements/element.js";
import { metric } from "../../texts/format.js";
import { text } from "../../texts/text.js";
import { endedStates, stateBadge } from "../job-words.js";

const metrics = ["loss", "accuracy", "macroF1", "rocAuc", "r2", "rmse", "mae", "logRmse"];
const higherIsBetter = ["accuracy", "macroF1", "rocAuc", "r2"];
const parts = ["train", "validation", "test"];

/**
 * The scores of the jobs. The best of each column is marked if the scores can be compared. Once a job is pinned as the baseline, each score has its
 * difference from the baseline's.
 * @param {object[]} items the compared jobs
 * @param {string | null} baseline the id of the pinned job
 * @param {(part: string, name: string) => boolean} isComparable whether the jobs' scores have one unit and are of the same data
 * @param {(id: string | null) => void} onPin pins a job; null removes the pin
 */
export function scoreTable(items, baseline, isComparable, onPin) {
  const rows = items.map((item) => ({ item, scores: { ...item.scores, ...(!hasEnded(item) && { validation: item.job.best }) } }));
  const valueOf = ({ scores }, [part, name]) => scores[part]?.[name] ?? null;
  const columns = parts.flatMap((part) => metrics.map((name) => [part, name])).filter((column) => rows.some((row) => valueOf(row, column) !== null));
  const pinned = rows.find(({ item }) => item.id === baseline);
  const cell = (row, column) => scoreCell(valueOf(row, column), {
    name: column[1],
    isComparable: isComparable(...column),
    isBest: isComparable(...column) && isBest(valueOf(row, column), rows.map((other) => valueOf(other, column)), column[1]),
    isSoFar: column[0] === "validation" && !hasEnded(row.item),
    baseline: pinned && pinned !== row ? valueOf(pinned, column) : null,
  });
  return element("section", { class: "panel" },
    element("h2", {}, text("compare.scores")),
    element("div", { class: "scroll" }, element("table", { class: "scores" },
      element("thead", {}, element("tr", {},
        element("th", { scope: "col" }, text("compare.job")),
        element("th", { scope: "col" }, text("jobs.state")),
        element("th", { scope: "col" }, text("compare.baseline")),
        columns.map(([part, name]) => element("th", { class: "number", scope: "col" },
          text("compare.scoreOf", { part: text(`part.${part}`), metric: text(`metric.${name}`) }))))),
      element("tbody", {}, rows.map((row) => element("tr", { "data-job": row.item.id },
        element("th", { scope: "row" }, element("a", { href: `#/jobs/${row.item.id}` }, row.item.label)),
        element("td", {}, stateBadge(row.item.job.state)),
        element("td", {}, pinButton(row.item, row === pinned, onPin)),
        columns.map((column) => cell(row, column))))))),
    element("p", { class: "hint" }, text("compare.scoresHint")));
}

function pinButton({ id, label }, isPinned, onPin) {
  return element("button", {
    "data-pin": id,
    "aria-pressed": String(isPinned),
    "aria-label": `${text("compare.pin")}: ${label}`,
    onclick: () => onPin(isPinned ? null : id),
  }, text("compare.pin"));
}

function scoreCell(value, { name, isComparable, isBest: isMarked, isSoFar, baseline }) {
  const difference = value === null || baseline === null ? null : value - baseline;
  const isBetter = higherIsBetter.includes(name) ? difference > 0 : difference < 0;
  return element("td", { class: `number${isSoFar ? " soft" : ""}${isMarked ? " best" : ""}`, title: isSoFar ? text("compare.soFar") : null },
    metric(name, value),
    isMarked && element("span", { class: "visually-hidden" }, ` ${text("compare.best")}`),
    difference !== null && element("span", { class: `difference ${difference === 0 || !isComparable ? "" : isBetter ? "better" : "worse"}` },
      `${difference > 0 ? "+" : difference < 0 ? "−" : "±"}${metric(name, Math.abs(difference))}`));
}

/** Whether a value is the best of at least two. */
function isBest(value, values, name) {
  const known = values.filter((one) => one !== null);
  return value !== null && known.length > 1 && value === (higherIsBetter.includes(name) ? Math.max(...known) : Math.min(...known));
}

function hasEnded({ job }) {
  return endedStates.includes(job.state);
}
