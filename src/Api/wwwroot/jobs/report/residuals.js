import { scatter } from "../../charts/scatter.js";
import { element } from "../../elements/element.js";
import { count, number } from "../../texts/format.js";
import { text } from "../../texts/text.js";

/** Predicted values by actual ones, and what is between them. */
export function residuals({ values }) {
  const title = ({ row, value, predicted }) => text("report.valueOf", { row: count(row), value: number(value), predicted: number(predicted) });
  return element("div", { class: "columns" },
    element("section", { class: "panel" },
      element("h2", {}, text("report.predictedByActual")),
      scatter(values.map((one) => ({ x: one.value, y: one.predicted, title: title(one) })),
        { xLabel: text("report.actual"), yLabel: text("report.predicted"), line: "diagonal", label: text("report.predictedByActualLabel", { count: count(values.length) }) })),
    element("section", { class: "panel" },
      element("h2", {}, text("report.residuals")),
      scatter(values.map((one) => ({ x: one.predicted, y: one.value - one.predicted, title: title(one) })),
        { xLabel: text("report.predicted"), yLabel: text("report.residual"), line: "zero", label: text("report.residualsLabel", { count: count(values.length) }) })));
}
