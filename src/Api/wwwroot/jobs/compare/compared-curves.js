import { curveColor } from "../../charts/colors.js";
import { smooth } from "../../charts/chart-data.js";
import { foldStatistics } from "../fold-curves.js";
import { isAccuracy } from "../trials/axes.js";

/**
 * A metric's curve of each job: on the validation rows, or on the training rows of a job without them. A cross-validation has the curve of its final
 * network, or the mean of its folds; a search that of its best trial.
 * @param {object[]} items the compared jobs
 * @param {string | null} baseline the id of the pinned job, whose curve is wider
 */
export function comparedCurves(items, name, { xAxis, smoothing }, baseline) {
  return items.map((item, i) => ({ item, color: curveColor(i), curve: curveOf(item, name, xAxis, smoothing) }))
    .filter(({ curve }) => curve)
    .map(({ item, color, curve }) => ({ label: item.label, color, width: item.id === baseline ? 3.5 : 2, ...curve }));
}

function curveOf({ curves, job: { spec: { search } } }, name, xAxis, smoothing) {
  const numbered = curves.folds().filter((fold) => fold !== null);
  if (!search && numbered.length > 0 && !hasValues(curves, null, "validation.loss")) {
    return meanOfFolds(curves, numbered, `validation.${name}`, xAxis, smoothing);
  }

  const network = search ? bestTrial(curves, numbered, search.objective) : null;
  const path = ["validation", "train"].map((part) => `${part}.${name}`).find((one) => hasValues(curves, network, one));
  const raw = path && curves.curve(network, path, xAxis);
  return raw && { points: smooth(raw, smoothing), raw };
}

function meanOfFolds(curves, folds, path, xAxis, smoothing) {
  const scored = folds.filter((fold) => hasValues(curves, fold, path));
  const mean = (weight) => foldStatistics(curves, scored, path, xAxis, weight).mean;
  return scored.length > 0 ? { points: mean(smoothing), raw: mean(0) } : null;
}

function hasValues(curves, fold, path) {
  return curves.curve(fold, path, "epoch")?.y.some((value) => value !== null) ?? false;
}

function bestTrial(curves, trials, objective) {
  const sign = isAccuracy(objective) ? -1 : 1;
  const score = (trial) => Math.min(...(curves.curve(trial, `validation.${objective}`, "epoch")?.y ?? [])
    .filter((value) => value !== null).map((value) => sign * value));
  return trials.toSorted((a, b) => score(a) - score(b))[0];
}
