import { element, serviceText } from "../../elements/element.js";
import { count, metric } from "../../texts/format.js";
import { text } from "../../texts/text.js";
import { lossUnit } from "../job-words.js";

const names = ["loss", "accuracy", "macroF1", "rocAuc", "r2", "rmse", "mae", "logRmse"];

/** The metrics of each part of the dataset, with the baselines on the same rows. Predictions for a table without targets can be downloaded. */
export function scores(report, job, hasTestTable) {
  const parts = ["train", "validation", "test"].filter((part) => report[part]);
  return parts.length > 0 && element("section", { class: "panel" },
    element("div", { class: "head" },
      element("h2", {}, text("report.scores", { epoch: count(report.epoch) })),
      job.version !== null && hasTestTable && element("div", { class: "buttons" },
        element("a", { class: "button", href: `/api/jobs/${job.id}/submission`, download: true }, text("report.submission")))),
    report.epochReason && element("p", { class: "soft", "data-part": "epochReason" },
      serviceText(report.epochReason, reasonName(job.spec))),
    report.search && element("p", { class: "soft", "data-part": "search" }, chosenTrial(report)),
    table(parts.flatMap((part) => [[text(`part.${part}`), report[part]], ...baselineRows(baselinesOf(report, part))])),
    element("p", { class: "hint" },
      text(report.task === "classification" ? "report.lossUnitOfClasses" : "report.lossUnit", { unit: lossUnit(job.spec) })),
    gains(report.testBaselines ?? report.baselines));
}

/** Which trials of a search are the model, and which scores are biased by this choice. */
function chosenTrial({ search: { best, ensemble, trials }, test }) {
  const chosen = ensemble?.length > 1
    ? text("report.trialEnsemble", { ensemble: ensemble.join(", "), trials: count(trials.length) })
    : text("report.bestTrial", { best, trials: count(trials.length) });
  return [chosen, " ", text(test ? "report.chosenTrial" : "report.chosenTrialWithoutTest")];
}

/** The name of the reason for the kept epoch, which follows from the spec. */
function reasonName({ validation: { keep, folds }, training: { earlyStopping } }) {
  return `epochReason.${keep ?? (folds && !earlyStopping ? "last" : "best")}${folds ? ".folds" : ""}`;
}

function baselinesOf(report, part) {
  return part === "validation" ? report.baselines : part === "test" ? report.testBaselines : null;
}

/** The rows of a table for the baselines; none in reports of earlier versions. */
function baselineRows(baselines) {
  return ["constant", "linear", "boostedTrees"]
    .filter((kind) => baselines?.[kind])
    .map((kind) => [text(`baseline.${kind}`), baselines[kind], "soft"]);
}

/** What the network gains over baselines, and why there is no linear model or no boosted trees. */
function gains(baselines) {
  return baselines && element("ul", { class: "gains" },
    baselines.gains.map((gain) => element("li", {}, text("report.gain", {
      metric: text(`metric.${gain.metric}`),
      baseline: text(`baseline.${gain.baseline}`),
      gain: metric(gain.metric, gain.gain),
      lower: metric(gain.metric, gain.lower),
      upper: metric(gain.metric, gain.upper),
    }))),
    baselines.linearLeftOut &&
      element("li", { class: "soft" }, text("report.linearLeftOut"), " ", serviceText(baselines.linearLeftOut, "leftOut.linear")),
    baselines.boostedTreesLeftOut &&
      element("li", { class: "soft" }, text("report.boostedTreesLeftOut"), " ", serviceText(baselines.boostedTreesLeftOut, "leftOut.boostedTrees")));
}

/** The metrics of each fold, their mean and deviation, and the metrics of all out-of-fold predictions together, which are the job's score. */
export function crossValidation({ crossValidation: { n, repeats, folds, mean, standardDeviation, pooled }, baselines }, job) {
  return element("section", { class: "panel" },
    element("div", { class: "head" },
      element("h2", {}, repeats > 1
        ? text("report.repeatedCrossValidation", { rows: count(n), repeats: count(repeats) })
        : text("report.crossValidation", { rows: count(n) })),
      element("div", { class: "buttons" },
        element("a", { class: "button", href: `/api/jobs/${job.id}/out-of-fold`, download: true }, text("report.outOfFold")))),
    table([
      ...folds.flatMap((fold) => [[text("job.foldNumber", { fold: fold.fold }), fold.validation], ...baselineRows(fold.baselines)]),
      [text("report.mean"), mean.validation],
      [text("report.deviation"), standardDeviation.validation],
      [text("report.pooled"), pooled],
      ...baselineRows(baselines),
    ]));
}

function table(rows) {
  const shown = names.filter((name) => rows.some(([, metrics]) => (metrics[name] ?? null) !== null));
  return element("div", { class: "scroll" }, element("table", {},
    element("thead", {}, element("tr", {},
      element("td"),
      shown.map((name) => element("th", { class: "number", scope: "col" }, text(`metric.${name}`))))),
    element("tbody", {}, rows.map(([label, metrics, style]) => element("tr", { class: style },
      element("th", { scope: "row" }, label), shown.map((name) => element("td", { class: "number" }, metric(name, metrics[name]))))))));
}
