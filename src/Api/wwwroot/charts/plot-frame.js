import { svgElement } from "../elements/element.js";
import { number } from "../texts/format.js";
import { ticks } from "./scatter.js";

/** The size of a plot and of its margins, in its own coordinates. */
export const plotSize = { width: 440, height: 320, left: 78, right: 22, top: 10, bottom: 42 };

/**
 * The axes and the grid of a plot: { element, toX, toY }.
 * @param {{ x: [number, number], y: [number, number], xLabel: string, yLabel: string, formatX?: (value: number) => string,
 * formatY?: (value: number) => string }} axes
 */
export function plotFrame({ x: [left, right], y: [low, high], xLabel, yLabel, formatX = shortNumber, formatY = shortNumber }) {
  const { width, height, left: marginLeft, right: marginRight, top, bottom } = plotSize;
  const toX = (x) => marginLeft + ((x - left) / (right - left)) * (width - marginLeft - marginRight);
  const toY = (y) => height - bottom - ((y - low) / (high - low)) * (height - top - bottom);
  const element = svgElement("g", {},
    ticks(left, right).map((x) => [
      svgElement("line", { x1: toX(x), x2: toX(x), y1: top, y2: height - bottom, stroke: "var(--line)" }),
      svgElement("text", { x: toX(x), y: height - bottom + 16, "text-anchor": "middle" }, formatX(x)),
    ]),
    ticks(low, high).map((y) => [
      svgElement("line", { x1: marginLeft, x2: width - marginRight, y1: toY(y), y2: toY(y), stroke: "var(--line)" }),
      svgElement("text", { x: marginLeft - 6, y: toY(y) + 4, "text-anchor": "end" }, formatY(y)),
    ]),
    svgElement("text", { x: (marginLeft + width) / 2, y: height - 6, "text-anchor": "middle" }, xLabel),
    svgElement("text", { x: 12, y: height / 2, "text-anchor": "middle", transform: `rotate(-90 12 ${height / 2})` }, yLabel));
  return { element, toX, toY };
}

function shortNumber(value) {
  return number(value, 3);
}
