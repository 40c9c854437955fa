import { svgElement } from "../elements/element.js";
import { plotFrame, plotSize } from "./plot-frame.js";

/**
 * Lines over an axis, with a point that can be moved: `mark({ x, y })` shows it.
 * @param {{ label: string, lines: { color: string, points: [number, number][], dash?: string, hasDots?: boolean }[] }} plot with the axes of
 * `plotFrame`
 */
export function linePlot({ label, lines, ...axes }) {
  const { element: frame, toX, toY } = plotFrame(axes);
  const marker = svgElement("circle", { r: 6, fill: "var(--curve-2)", stroke: "var(--panel)", "stroke-width": 2, visibility: "hidden" });
  const svg = svgElement("svg", { viewBox: `0 0 ${plotSize.width} ${plotSize.height}`, role: "img", "aria-label": label, class: "scatter" },
    frame,
    lines.map(({ color, points, dash, hasDots }) => svgElement("g", {},
      svgElement("polyline", {
        points: points.map(([x, y]) => `${toX(x).toFixed(1)},${toY(y).toFixed(1)}`).join(" "),
        fill: "none",
        stroke: `var(--${color})`,
        "stroke-width": 2,
        "stroke-dasharray": dash,
      }),
      hasDots && points.map(([x, y]) => svgElement("circle", { cx: toX(x), cy: toY(y), r: 3, fill: `var(--${color})` })))),
    marker);
  return Object.assign(svg, {
    mark({ x, y }) {
      marker.setAttribute("cx", toX(x));
      marker.setAttribute("cy", toY(y));
      marker.setAttribute("visibility", "visible");
    },
  });
}
