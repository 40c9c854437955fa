import { ticks } from "../charts/scatter.js";
import { svgElement } from "../elements/element.js";
import { number } from "../texts/format.js";

const size = { width: 300, height: 190, left: 36, right: 8, top: 24, bottom: 22 };

/** A small plot of one curve. The y axis includes 0. */
export function curvePlot(x, y, { title, color, label }) {
  const [left, right] = [x[0], x.at(-1)];
  const [low, high] = range(y);
  const toX = (value) => size.left + ((value - left) / (right - left)) * (size.width - size.left - size.right);
  const toY = (value) => size.height - size.bottom - ((value - low) / (high - low)) * (size.height - size.top - size.bottom);
  const line = (value) => (Math.abs(value) < 1e-9 ? "var(--soft)" : "var(--line)");

  return svgElement("svg", { viewBox: `0 0 ${size.width} ${size.height}`, role: "img", "aria-label": label },
    svgElement("text", { x: size.left, y: 14, class: "title" }, title),
    ticks(left, right).map((value) => svgElement("g", {},
      svgElement("line", { x1: toX(value), x2: toX(value), y1: size.top, y2: size.height - size.bottom, stroke: line(value) }),
      svgElement("text", { x: toX(value), y: size.height - size.bottom + 15, "text-anchor": "middle" }, number(value, 3)))),
    ticks(low, high).map((value) => svgElement("g", {},
      svgElement("line", { x1: size.left, x2: size.width - size.right, y1: toY(value), y2: toY(value), stroke: line(value) }),
      svgElement("text", { x: size.left - 5, y: toY(value) + 4, "text-anchor": "end" }, number(value, 3)))),
    svgElement("polyline", {
      points: x.map((value, i) => `${toX(value).toFixed(1)},${toY(y[i]).toFixed(1)}`).join(" "),
      fill: "none",
      stroke: `var(--${color})`,
      "stroke-width": 2,
    }));
}

function range(y) {
  const low = Math.min(0, ...y);
  const high = Math.max(0, ...y);
  const margin = (high - low) * 0.06 || 1;
  return [low - margin, high + margin];
}
