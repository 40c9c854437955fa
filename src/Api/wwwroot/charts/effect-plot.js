import { svgElement } from "../elements/element.js";
import { plotFrame, plotSize } from "./plot-frame.js";

const distributionShare = 0.15;

/**
 * What a model predicts at the values of a column: a line for the mean, thin lines for single rows, and along the axis the distribution of the
 * rows.
 * @param {{ x: number, mean: number, rows: number, title: string }[]} points in the order of x
 * @param {{ label: string, xLabel: string, yLabel: string, formatX?: (value: number) => string, individuals: number[][] }} options
 */
export function effectPlot(points, { label, xLabel, yLabel, formatX, individuals }) {
  const values = [...points.map(({ mean }) => mean), ...individuals.flat()];
  const xs = points.map(({ x }) => x);
  const { element: frame, toX, toY } = plotFrame({ x: range(xs, 0), y: range(values, 0.05), xLabel, yLabel, formatX });
  const line = (ys) => ys.map((y, i) => `${toX(xs[i]).toFixed(1)},${toY(y).toFixed(1)}`).join(" ");
  return svgElement("svg", { viewBox: `0 0 ${plotSize.width} ${plotSize.height}`, role: "img", "aria-label": label, class: "scatter" },
    frame,
    distribution(points, toX),
    individuals.map((ys) => svgElement("polyline", {
      points: line(ys), fill: "none", stroke: "var(--curve-1)", "stroke-width": 0.8, "stroke-opacity": 0.25,
    })),
    svgElement("polyline", { points: line(points.map(({ mean }) => mean)), fill: "none", stroke: "var(--curve-2)", "stroke-width": 2.5 }),
    points.map(({ x, mean, title }) => svgElement("circle", { cx: toX(x), cy: toY(mean), r: 3, fill: "var(--curve-2)" },
      svgElement("title", {}, title))));
}

/** Bars from the axis, as in a histogram: the area of each is its share of the rows. Each reaches to the middle between its point and the next. */
function distribution(points, toX) {
  const bottom = plotSize.height - plotSize.bottom;
  const middle = (i, j) => toX((points[i].x + points[Math.min(points.length - 1, Math.max(0, j))].x) / 2);
  const bars = points.map(({ rows }, i) => {
    const [left, right] = [middle(i, i - 1), middle(i, i + 1)];
    const width = Math.max(1, right - left);
    return { left, width, density: rows / width };
  });
  const densest = Math.max(...bars.map(({ density }) => density));
  return bars.map(({ left, width, density }) => {
    const height = (density / densest) * distributionShare * (bottom - plotSize.top);
    return svgElement("rect", { x: left, width, y: bottom - height, height, fill: "var(--ink)", "fill-opacity": 0.15 });
  });
}

function range(values, share) {
  const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const margin = high > low ? (high - low) * share : 1;
  return [low - margin, high + margin];
}
