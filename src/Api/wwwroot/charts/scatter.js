import { svgElement } from "../elements/element.js";
import { number } from "../texts/format.js";

const size = { width: 440, height: 320, left: 78, right: 12, top: 10, bottom: 42 };

/**
 * A scatter plot with axes and, if asked for, a line where predictions would be exact.
 * @param {{ x: number, y: number, title: string }[]} points
 * @param {{ xLabel: string, yLabel: string, line: "diagonal" | "zero" | "none", label: string,
 * formatX?: (value: number) => string }} options
 */
export function scatterPlot(points, { xLabel, yLabel, line, label, formatX = (x) => number(x, 3) }) {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [left, right] = range(line === "diagonal" ? [...xs, ...ys] : xs);
  const [low, high] = line === "diagonal" ? [left, right] : range(line === "zero" ? [...ys, 0] : ys);
  const toX = (x) => size.left + ((x - left) / (right - left)) * (size.width - size.left - size.right);
  const toY = (y) => size.height - size.bottom - ((y - low) / (high - low)) * (size.height - size.top - size.bottom);
  const ends = line === "diagonal" ? [left, right] : [0, 0];

  return svgElement("svg", { viewBox: `0 0 ${size.width} ${size.height}`, role: "img", "aria-label": label, class: "scatter" },
    ticks(left, right).map((x) => svgElement("g", {},
      svgElement("line", { x1: toX(x), x2: toX(x), y1: size.top, y2: size.height - size.bottom, stroke: "var(--line)" }),
      svgElement("text", { x: toX(x), y: size.height - size.bottom + 16, "text-anchor": "middle" }, formatX(x)))),
    ticks(low, high).map((y) => svgElement("g", {},
      svgElement("line", { x1: size.left, x2: size.width - size.right, y1: toY(y), y2: toY(y), stroke: "var(--line)" }),
      svgElement("text", { x: size.left - 6, y: toY(y) + 4, "text-anchor": "end" }, number(y, 3)))),
    line === "none" ? [] : svgElement("line",
      { x1: toX(left), y1: toY(ends[0]), x2: toX(right), y2: toY(ends[1]), stroke: "var(--curve-2)", "stroke-width": 1.5 }),
    points.map((point) => svgElement("circle", { cx: toX(point.x), cy: toY(point.y), r: 2.6, fill: "var(--curve-1)", "fill-opacity": 0.55 },
      svgElement("title", {}, point.title))),
    svgElement("text", { x: (size.left + size.width) / 2, y: size.height - 6, "text-anchor": "middle" }, xLabel),
    svgElement("text", { x: 12, y: size.height / 2, "text-anchor": "middle", transform: `rotate(-90 12 ${size.height / 2})` }, yLabel));
}

function range(values) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const margin = (high - low) * 0.03 || 1;
  return [low - margin, high + margin];
}

/** About five round numbers in a range. */
export function ticks(from, to) {
  const minimumStep = (to - from) / 5;
  const power = 10 ** Math.floor(Math.log10(minimumStep));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= minimumStep);
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => (first + i) * step);
}
