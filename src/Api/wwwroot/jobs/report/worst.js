import { element } from "../../elements/element.js";
import { count, number } from "../../texts/format.js";
import { text } from "../../texts/text.js";

/** The rows with the largest errors, the largest first. */
export function worst(report) {
  return element("section", { class: "panel worst" },
    element("h2", {}, text("report.worst")),
    element("div", { class: "scroll" }, element("table", {},
      element("thead", {}, element("tr", {},
        element("th", { scope: "col" }, text("report.row")),
        ["actual", "predicted", "residual"].map((name) => element("th", { class: "number", scope: "col" }, text(`report.${name}`))))),
      element("tbody", {}, report.worst.map(({ row, value, predicted }) => element("tr", {},
        element("td", {}, count(row)),
        [value, predicted, value - predicted].map((cell) => element("td", { class: "number" }, number(cell)))))))));
}
