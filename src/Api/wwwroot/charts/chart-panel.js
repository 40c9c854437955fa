import { element } from "../elements/element.js";
import { exportButtons } from "./export-buttons.js";
import { standalone } from "./standalone.js";

/**
 * A panel with a chart that is drawn as SVG, and buttons that save it.
 * @param {{ title: string, unit?: string, hint?: string, about?: string, drawing: () => SVGElement,
 * series?: { label: string, color: string, dash?: number[] }[], table: () => { columns: string[], rows: any[][] } }} chart `drawing` returns the
 * chart as it is shown, `table` its numbers
 * @param {...any} content what the panel shows below its title: the chart, and perhaps controls
 */
export function chartPanel({ title, unit = null, hint = null, about = null, drawing, series = [], table }, ...content) {
  const picture = () => ({ unit, about, series, ...standalone(drawing()) });
  return element("section", { class: "panel chart" },
    element("div", { class: "chart-head" },
      element("h2", {}, title),
      unit && element("span", { class: "small soft" }, unit),
      element("div", { class: "buttons" }, exportButtons(title, { picture, table }))),
    content,
    series.length > 1 && legend(series),
    hint && element("p", { class: "hint" }, hint));
}

function legend(series) {
  return element("ul", { class: "legend small" }, series.map(({ label, color, dash }) => element("li", {},
    element("span", { class: "swatch", style: { "border-top": `2px ${dash ? "dashed" : "solid"} var(--${color})` } }), label)));
}
