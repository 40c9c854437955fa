import { drawn } from "../elements/element.js";

/** A small histogram: one bar a count. The label is what a reader of the screen hears. */
export function bars(counts, label, { width = 120, height = 34 } = {}) {
  const most = Math.max(1, ...counts);
  const step = width / counts.length;
  return drawn("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label, class: "bars" },
    counts.map((count, i) => drawn("rect", {
      x: i * step + 0.5,
      y: height - (height - 2) * (count / most),
      width: Math.max(0.5, step - 1),
      height: (height - 2) * (count / most),
      fill: "var(--curve-1)",
    })));
}
