import { drawn } from "../elements/element.js";
import { number } from "../texts/format.js";

const size = { width: 440, height: 320, left: 78, right: 12, top: 10, bottom: 42 };

/**
 * Points, a line of what would be right, and axes.
 * @param {{ x: number, y: number, title: string }[]} points
 * @param {{ xLabel: string, yLabel: string, line: "diagonal" | "zero", label: string }} options
 */
export function scatter(points, { xLabel, yLabel, line, label }) {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [left, right] = range(line === "diagonal" ? [...xs, ...ys] : xs);
  const [low, high] = line === "diagonal" ? [left, right] : range([...ys, 0]);
  const across = (x) => size.left + ((x - left) / (right - left)) * (size.width - size.left - size.right);
  const up = (y) => size.height - size.bottom - ((y - low) / (high - low)) * (size.height - size.top - size.bottom);
  const ends = line === "diagonal" ? [left, right] : [0, 0];

  return drawn("svg", { viewBox: `0 0 ${size.width} ${size.height}`, role: "img", "aria-label": label, class: "scatter" },
    ticks(left, right).map((x) => drawn("g", {},
      drawn("line", { x1: across(x), x2: across(x), y1: size.top, y2: size.height - size.bottom, stroke: "var(--line)" }),
      drawn("text", { x: across(x), y: size.height - size.bottom + 16, "text-anchor": "middle" }, number(x, 3)))),
    ticks(low, high).map((y) => drawn("g", {},
      drawn("line", { x1: size.left, x2: size.width - size.right, y1: up(y), y2: up(y), stroke: "var(--line)" }),
      drawn("text", { x: size.left - 6, y: up(y) + 4, "text-anchor": "end" }, number(y, 3)))),
    drawn("line", { x1: across(left), y1: up(ends[0]), x2: across(right), y2: up(ends[1]), stroke: "var(--curve-2)", "stroke-width": 1.5 }),
    points.map((point) => drawn("circle", { cx: across(point.x), cy: up(point.y), r: 2.6, fill: "var(--curve-1)", "fill-opacity": 0.55 },
      drawn("title", {}, point.title))),
    drawn("text", { x: (size.left + size.width) / 2, y: size.height - 6, "text-anchor": "middle" }, xLabel),
    drawn("text", { x: 12, y: size.height / 2, "text-anchor": "middle", transform: `rotate(-90 12 ${size.height / 2})` }, yLabel));
}

function range(values) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = (high - low) * 0.03 || 1;
  return [low - room, high + room];
}

/** Round numbers from one to another, some five of them. */
export function ticks(from, to) {
  const rough = (to - from) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough);
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => (first + i) * step);
}
