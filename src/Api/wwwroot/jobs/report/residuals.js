import { scatterPlot } from "../../charts/scatter.js";
import { element } from "../../elements/element.js";
import { count, number } from "../../texts/format.js";
import { text } from "../../texts/text.js";

/** Predicted values against actual values, and the residuals. */
export function residuals({ values }) {
  const title = ({ row, value, predicted }) => text("report.valueOf", { row: count(row), value: number(value), predicted: number(predicted) });
  return element("div", { class: "columns" },
    element("section", { class: "panel" },
      element("h2", {}, text("report.predictedByActual")),
      scatterPlot(values.map((point) => ({ x: point.value, y: point.predicted, title: title(point) })),
        {
          xLabel: text("report.actual"),
          yLabel: text("report.predicted"),
          line: "diagonal",
          label: text("report.predictedByActualLabel", { count: count(values.length) }),
        })),
    element("section", { class: "panel" },
      element("h2", {}, text("report.residuals")),
      scatterPlot(values.map((point) => ({ x: point.predicted, y: point.value - point.predicted, title: title(point) })),
        {
          xLabel: text("report.predicted"),
          yLabel: text("report.residual"),
          line: "zero",
          label: text("report.residualsLabel", { count: count(values.length) }),
        })));
}
