import { curveColor } from "../charts/colors.js";
import { meanAndDeviation, smooth } from "../charts/chart-data.js";
import { text } from "../texts/text.js";

const dashes = [5, 4];

/**
 * A metric's curves of one part of the data: one for each fold, or their mean and deviation; and that of the network that becomes the model.
 * @param {EpochCurves} curves
 * @param {string} name the metric
 * @param {string} part "train" or "validation"; "" for a metric with a single curve
 * @param {{ xAxis: string, smoothing: number, folds: "each" | "mean" }} view
 */
export function foldCurves(curves, name, part, { xAxis, smoothing, folds: foldView }) {
  const path = part ? `${part}.${name}` : name;
  const folds = curves.folds().filter((fold) => curves.curve(fold, path, xAxis));
  const label = text(part ? `part.${part}` : `metric.${name}`);
  const color = curveColor(part === "validation" ? 1 : 0);
  const networkName = (fold) => (fold === null ? text("job.finalNetwork") : text("job.foldNumber", { fold }));
  const foldCurve = (fold) => {
    const raw = curves.curve(fold, path, xAxis);
    return {
      label: fold === null && folds.length === 1 ? label : text("job.partOf", { label, network: networkName(fold) }),
      color: folds.length === 1 ? color : fold === null ? "ink" : curveColor(fold - 1),
      width: folds.length === 1 ? 2 : 1.3,
      dash: part === "train" && folds.length > 1 ? dashes : undefined,
      points: smooth(raw, smoothing),
      raw,
    };
  };
  const numberedFolds = folds.filter((fold) => fold !== null);
  if (foldView === "each" || numberedFolds.length < 2) {
    return folds.map(foldCurve);
  }

  // Each chart has one band: for the validation curve, or for a metric with a single curve.
  const { mean, low, high } = foldStatistics(curves, numberedFolds, path, xAxis, smoothing);
  return [
    { label: text("job.meanOf", { label }), color, points: mean, raw: foldStatistics(curves, numberedFolds, path, xAxis, 0).mean },
    ...(part === "train" ? [] : [
      { label: `${label} −σ`, color, points: low, edge: "low" },
      { label: `${label} +σ`, color, points: high, edge: "high" },
    ]),
    ...folds.filter((fold) => fold === null).map(foldCurve),
  ];
}

/** Mean and deviation of the folds at each epoch. Over seconds, x is the mean of the times at which the folds reached the epoch. */
export function foldStatistics(curves, folds, path, xAxis, smoothing) {
  const [overEpochs, overSeconds] = ["epoch", "seconds"].map((axis) => folds.map((fold) => curves.curve(fold, path, axis)));
  const result = meanAndDeviation(overEpochs.map((curve) => smooth(curve, smoothing)));
  if (xAxis === "seconds") {
    const { x, y } = meanAndDeviation(overEpochs.map((curve, i) => ({ x: curve.x, y: overSeconds[i].x }))).mean;
    const secondsOf = new Map(x.map((epoch, i) => [epoch, y[i]]));
    Object.values(result).forEach((curve) => (curve.x = curve.x.map((epoch) => secondsOf.get(epoch))));
  }

  return result;
}
