import { chartPanel } from "../../charts/chart-panel.js";
import { scatterPlot } from "../../charts/scatter.js";
import { element, replace } from "../../elements/element.js";
import { select } from "../../elements/field.js";
import { count, number } from "../../texts/format.js";
import { text } from "../../texts/text.js";

/**
 * Predicted values against actual values, and the residuals against the predictions or a column of numbers.
 * @param {object} report
 * @param {{ names: string[], valuesOf: (name: string) => Promise<Map<number, number>> } | null} columns the columns of the rows; null without them
 */
export function residuals({ values }, about, columns) {
  return element("div", { class: "columns" }, predictedByActual(values, about), residualChart(values, about, columns));
}

function predictedByActual(values, about) {
  const plot = scatterPlot(values.map((point) => ({ x: point.value, y: point.predicted, title: titleOf(point) })), {
    xLabel: text("report.actual"),
    yLabel: text("report.predicted"),
    line: "diagonal",
    label: text("report.predictedByActualLabel", { count: count(values.length) }),
  });
  return chartPanel({ title: text("report.predictedByActual"), about, drawing: () => plot, table: () => table(values) }, plot);
}

function residualChart(values, about, columns) {
  const drawing = element("div");
  const choice = columns && element("label", { class: "inline" }, text("report.against"),
    select([["", text("report.predicted")], ...columns.names.map((name) => [name, name])], "", against));

  function draw(points, xLabel) {
    replace(drawing, scatterPlot(points, { xLabel, yLabel: text("report.residual"), line: "zero", label: text("report.residualsLabel", {
      count: count(points.length), against: xLabel,
    }) }));
  }

  async function against(name) {
    if (!name) {
      draw(values.map((point) => ({ x: point.predicted, y: point.value - point.predicted, title: titleOf(point) })), text("report.predicted"));
      return;
    }

    try {
      const known = await columns.valuesOf(name);
      draw(values.filter(({ row }) => Number.isFinite(known.get(row)))
        .map((point) => ({ x: known.get(point.row), y: point.value - point.predicted, title: titleOf(point) })), name);
    } catch (error) {
      replace(drawing, element("p", { class: "field-error" }, error.message));
    }
  }

  against("");
  return chartPanel({ title: text("report.residuals"), about, drawing: () => drawing.firstChild, table: () => table(values) }, choice, drawing);
}

function table(values) {
  return { columns: ["row", "actual", "predicted"], rows: values.map(({ row, value, predicted }) => [row, value, predicted]) };
}

function titleOf({ row, value, predicted }) {
  return text("report.valueOf", { row: count(row), value: number(value), predicted: number(predicted) });
}
