import { scatterPlot } from "../../charts/scatter.js";
import { element } from "../../elements/element.js";
import { metric } from "../../texts/format.js";
import { text } from "../../texts/text.js";

/** The scores against one field; null for a field whose values are not numbers. A logarithmic range is drawn by powers of ten. */
export function trialPlot(all, { name, title, isLogarithmic }, { objective, scoreTitle }) {
  const trials = all.filter((trial) => trial.values[name] !== undefined);
  if (trials.length < 2 || trials.some((trial) => typeof trial.values[name] !== "number")) {
    return null;
  }

  const points = trials.map(({ number, score, values }) => ({
    x: isLogarithmic ? Math.log10(values[name]) : values[name],
    y: score,
    title: text("trials.point", { number, value: values[name], score: metric(objective, score) }),
  }));
  return element("section", { class: "panel" }, element("h2", {}, title),
    scatterPlot(points, {
      xLabel: isLogarithmic ? text("trials.logarithm", { path: title }) : title,
      yLabel: scoreTitle,
      line: "none",
      label: text("trials.plot", { path: title }),
    }));
}
