import { chartPanel } from "../../../charts/chart-panel.js";
import { histogram } from "../../../charts/histogram.js";
import { linePlot } from "../../../charts/line-plot.js";
import { number, percent } from "../../../texts/format.js";
import { text } from "../../../texts/text.js";

const unit = [0, 1];
const asPercent = (value) => percent(value, 0);
const percentAxes = { formatX: asPercent, formatY: asPercent };

/** The ROC curve of a class, with the point of a guess as a dashed line: a panel whose `mark` shows a point of the curve. */
export function rocChart({ label, points, rocAuc }, about) {
  const plot = linePlot({
    label: text("decisions.rocLabel", { label, auc: number(rocAuc, 3) }),
    lines: [
      { color: "soft", points: [[0, 0], [1, 1]], dash: "4 4" },
      { color: "curve-1", points: points.map((point) => [point.falsePositiveRate, point.truePositiveRate]) },
    ],
    x: unit, y: unit, xLabel: text("decisions.falsePositiveRate"), yLabel: text("decisions.recall"), ...percentAxes,
  });
  return marked(plot, ({ falsePositiveRate, truePositiveRate }) => ({ x: falsePositiveRate, y: truePositiveRate }), {
    title: text("decisions.roc"), unit: text("decisions.auc", { auc: number(rocAuc, 4) }), about, table: () => pointTable(points),
  });
}

/** The precision over the recall of a class; the dashed line is the share of the class. */
export function precisionRecallChart({ label, points, averagePrecision, rows }, allRows, about) {
  const share = rows / allRows;
  const plot = linePlot({
    label: text("decisions.precisionRecallLabel", { label, precision: number(averagePrecision, 3) }),
    lines: [
      { color: "soft", points: [[0, share], [1, share]], dash: "4 4" },
      { color: "curve-1", points: points.map((point) => [point.truePositiveRate, point.precision]) },
    ],
    x: unit, y: unit, xLabel: text("decisions.recall"), yLabel: text("decisions.precision"), ...percentAxes,
  });
  return marked(plot, ({ truePositiveRate, precision }) => ({ x: truePositiveRate, y: precision }), {
    title: text("decisions.precisionRecall"),
    unit: text("decisions.averagePrecision", { precision: number(averagePrecision, 4) }),
    about,
    table: () => pointTable(points),
  });
}

/**
 * How many of the class's rows are among the rows that are taken: the gain. Above the dashed line of a random choice, the ratio of the two is the
 * lift.
 */
export function gainChart({ label, points, rows }, allRows, about) {
  const share = rows / allRows;
  const plot = linePlot({
    label: text("decisions.gainLabel", { label }),
    lines: [
      { color: "soft", points: [[0, 0], [1, 1]], dash: "4 4" },
      { color: "soft", points: [[0, 0], [share, 1], [1, 1]], dash: "1 4" },
      { color: "curve-1", points: points.map((point) => [point.share, point.truePositiveRate]) },
    ],
    x: unit, y: unit, xLabel: text("decisions.share"), yLabel: text("decisions.recall"), ...percentAxes,
  });
  return marked(plot, (point) => ({ x: point.share, y: point.truePositiveRate }), {
    title: text("decisions.gain"), hint: text("decisions.gainHint"), about, table: () => pointTable(points),
  });
}

/** Whether a probability is met as often as it says. */
export function reliabilityChart({ label, reliability, calibrationError, brier }, about) {
  const plot = linePlot({
    label: text("decisions.reliabilityLabel", { label }),
    lines: [
      { color: "soft", points: [[0, 0], [1, 1]], dash: "4 4" },
      { color: "curve-1", points: reliability.map((bin) => [bin.probability, bin.share]), hasDots: true },
    ],
    x: unit, y: unit, xLabel: text("decisions.meanProbability"), yLabel: text("decisions.observedShare"), ...percentAxes,
  });
  return chartPanel({
    title: text("decisions.reliability"),
    unit: text("decisions.calibrationError", { error: number(calibrationError, 3), brier: number(brier, 3) }),
    hint: text("decisions.reliabilityHint"),
    about,
    drawing: () => plot,
    table: () => ({ columns: ["rows", "probability", "share"], rows: reliability.map((bin) => [bin.rows, bin.probability, bin.share]) }),
  }, plot);
}

/** How the probabilities of the class are distributed among its rows and among the others. */
export function scoreChart({ label, scores, otherScores }, about) {
  const series = [
    { label, color: "curve-1", counts: scores },
    { label: text("decisions.others"), color: "curve-2", counts: otherScores },
  ];
  const plot = histogram({
    label: text("decisions.scoresLabel", { label }), from: 0, to: 1, series, xLabel: text("decisions.probabilityOf", { label }),
    yLabel: text("report.rows"),
  });
  return chartPanel({
    title: text("decisions.scores"),
    about,
    series,
    drawing: () => plot,
    table: () => ({
      columns: ["from", "to", label, "others"],
      rows: scores.map((rows, i) => [i / scores.length, (i + 1) / scores.length, rows, otherScores[i]]),
    }),
  }, plot);
}

function marked(plot, placeOf, chart) {
  return Object.assign(chartPanel({ ...chart, drawing: () => plot }, plot), { mark: (point) => plot.mark(placeOf(point)) });
}

function pointTable(points) {
  const columns = ["threshold", "truePositiveRate", "falsePositiveRate", "precision", "share", "lift"];
  return { columns, rows: points.map((point) => columns.map((name) => point[name] ?? "")) };
}
