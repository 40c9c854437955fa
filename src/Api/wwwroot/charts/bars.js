import { svgElement } from "../elements/element.js";

/** A small histogram with one bar per count. Screen readers read the label. */
export function barChart(counts, label, { width = 120, height = 34 } = {}) {
  const maxCount = Math.max(1, ...counts);
  const slotWidth = width / counts.length;
  return svgElement("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label, class: "bars" },
    counts.map((count, i) => svgElement("rect", {
      x: i * slotWidth + 0.5,
      y: height - (height - 2) * (count / maxCount),
      width: Math.max(0.5, slotWidth - 1),
      height: (height - 2) * (count / maxCount),
      fill: "var(--curve-1)",
    })));
}
