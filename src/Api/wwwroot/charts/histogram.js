import { svgElement } from "../elements/element.js";
import { count } from "../texts/format.js";
import { plotFrame, plotSize } from "./plot-frame.js";

/**
 * Counts in equal parts of a range, several series one behind the other.
 * @param {{ label: string, from: number, to: number, series: { color: string, counts: number[] }[], xLabel: string, yLabel: string,
 * formatX?: (value: number) => string }} plot
 */
export function histogram({ label, from, to, series, xLabel, yLabel, formatX }) {
  const highest = Math.max(1, ...series.flatMap(({ counts }) => counts));
  const { element: frame, toX, toY } = plotFrame({ x: [from, to], y: [0, highest], xLabel, yLabel, formatX, formatY: count });
  const slot = (i, slots) => from + (i / slots) * (to - from);
  return svgElement("svg", { viewBox: `0 0 ${plotSize.width} ${plotSize.height}`, role: "img", "aria-label": label, class: "scatter" },
    frame,
    series.map(({ color, counts }) => counts.map((rows, i) => rows > 0 && svgElement("rect", {
      x: toX(slot(i, counts.length)) + 0.5,
      width: toX(slot(i + 1, counts.length)) - toX(slot(i, counts.length)) - 1,
      y: toY(rows),
      height: toY(0) - toY(rows),
      fill: `var(--${color})`,
      "fill-opacity": 0.5,
    }))));
}
