import { element } from "../../elements/element.js";
import { count, metric } from "../../texts/format.js";
import { text } from "../../texts/text.js";

const names = ["loss", "accuracy", "macroF1", "rocAuc", "rmse", "mae", "logRmse"];

/** The metrics of each part of the dataset. If the dataset has a table without targets, its predictions can be downloaded. */
export function scores(report, job, hasTestTable) {
  const parts = ["train", "validation", "test"].filter((part) => report[part]);
  return parts.length > 0 && element("section", { class: "panel" },
    element("div", { class: "head" },
      element("h2", {}, text("report.scores", { epoch: count(report.epoch) })),
      job.version !== null && hasTestTable && element("div", { class: "buttons" },
        element("a", { class: "button", href: `/api/jobs/${job.id}/submission`, download: true }, text("report.submission")))),
    table(parts.map((part) => [text(`part.${part}`), report[part]])));
}

/** The metrics of each fold, their mean and deviation, and the metrics of all out-of-fold predictions together. */
export function crossValidation({ n, repeats, folds, mean, standardDeviation, pooled }, job) {
  return element("section", { class: "panel" },
    element("div", { class: "head" },
      element("h2", {}, repeats > 1
        ? text("report.repeatedCrossValidation", { rows: count(n), repeats: count(repeats) })
        : text("report.crossValidation", { rows: count(n) })),
      element("div", { class: "buttons" },
        element("a", { class: "button", href: `/api/jobs/${job.id}/out-of-fold`, download: true }, text("report.outOfFold")))),
    table([
      ...folds.map((fold) => [text("job.foldNumber", { fold: fold.fold }), fold.validation]),
      [text("report.mean"), mean.validation],
      [text("report.deviation"), standardDeviation.validation],
      [text("report.pooled"), pooled],
    ]));
}

function table(rows) {
  const shown = names.filter((name) => rows.some(([, metrics]) => (metrics[name] ?? null) !== null));
  return element("div", { class: "scroll" }, element("table", {},
    element("thead", {}, element("tr", {},
      element("td"),
      shown.map((name) => element("th", { class: "number", scope: "col" }, text(`metric.${name}`))))),
    element("tbody", {}, rows.map(([label, metrics]) => element("tr", {},
      element("th", { scope: "row" }, label), shown.map((name) => element("td", { class: "number" }, metric(name, metrics[name]))))))));
}
