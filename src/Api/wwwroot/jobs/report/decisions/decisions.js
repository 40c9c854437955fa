import { element, replace } from "../../../elements/element.js";
import { select } from "../../../elements/field.js";
import { setQuery } from "../../../shell/address.js";
import { count } from "../../../texts/format.js";
import { text } from "../../../texts/text.js";
import { gainChart, precisionRecallChart, reliabilityChart, rocChart, scoreChart } from "./class-charts.js";
import { costOf, indexAt, indexOfBest, outcomesAt } from "./outcomes.js";
import { outcomeFigures, outcomeMatrix } from "./outcome-tables.js";

const usualThreshold = 0.5;

/**
 * The choice of a threshold for a class: a slider along its curves moves a point in both curves, the confusion matrix, the figures and the cost at
 * once. The address keeps the class, the threshold and the costs.
 * @param {{ curves: object[] }} report
 * @param {URLSearchParams} query what the address says
 */
export function decisions({ curves, classes, confusionMatrix, reported }, about, query) {
  const allRows = confusionMatrix.flat().reduce((sum, rows) => sum + rows, 0);
  const [falseAlarm, miss] = (query.get("costs") ?? "1:1").split(":").map(Number);
  const costs = { falseAlarm: falseAlarm >= 0 ? falseAlarm : 1, miss: miss >= 0 ? miss : 1 };
  const chosenLabel = query.has("class") ? classes[Number(query.get("class"))] : null;
  // Of two classes the second is usually the one that is looked for.
  let curve = curves.find(({ label }) => label === chosenLabel) ?? curves.find(({ label }) => label === classes.at(-1)) ?? curves[0];
  let index = indexAt(curve.points, Number(query.get("threshold") ?? usualThreshold));
  let charts = [];

  const slider = element("input", {
    type: "range", min: 0, step: 1, "aria-label": text("decisions.slider"), oninput: () => moveTo(slider.valueAsNumber),
  });
  const matrix = element("div", { class: "scroll" });
  const figures = element("div");
  const plots = element("div", { class: "columns" });

  function showClass() {
    slider.max = curve.points.length - 1;
    charts = [rocChart(curve, about), precisionRecallChart(curve, allRows, about), gainChart(curve, allRows, about)];
    replace(plots, charts, reliabilityChart(curve, about), scoreChart(curve, about));
    show();
  }

  function show() {
    const point = curve.points[index];
    const outcomes = outcomesAt(point, curve.rows, allRows - curve.rows);
    slider.value = index;
    slider.setAttribute("aria-valuetext", point.threshold === null ? text("decisions.none") : String(point.threshold));
    charts.forEach((chart) => chart.mark(point));
    replace(matrix, outcomeMatrix(curve.label, outcomes));
    replace(figures, outcomeFigures(point, outcomes, costOf(outcomes, costs)));
  }

  function moveTo(newIndex) {
    index = newIndex;
    setQuery({ class: classes.indexOf(curve.label), threshold: curve.points[index].threshold ?? 1.01 });
    show();
  }

  function chooseClass(label) {
    const { threshold } = curve.points[index];
    curve = curves.find((one) => one.label === label);
    index = indexAt(curve.points, threshold ?? usualThreshold);
    showClass();
    moveTo(index);
  }

  function costInput(name) {
    return element("label", { class: "inline" }, text(`decisions.costOf.${name}`), element("input", {
      type: "number", min: 0, step: "any", value: costs[name], class: "narrow",
      oninput({ target }) {
        costs[name] = target.valueAsNumber >= 0 ? target.valueAsNumber : 0;
        setQuery({ costs: `${costs.falseAlarm}:${costs.miss}` });
        show();
      },
    }));
  }

  function goTo(name, valueOf) {
    const best = () => indexOfBest(curve.points, (point) => valueOf(outcomesAt(point, curve.rows, allRows - curve.rows)));
    return element("button", { type: "button", onclick: () => moveTo(best()) }, text(`decisions.best.${name}`));
  }

  showClass();
  return element("section", { class: "decisions" },
    element("section", { class: "panel" },
      element("h2", {}, text("decisions.title", { part: text(`part.${reported}`), rows: count(allRows) })),
      element("p", { class: "soft live" }, text("decisions.hint")),
      element("div", { class: "buttons chart-head" },
        element("label", { class: "inline" }, text("decisions.class"), select(curves.map(({ label }) => label), curve.label, chooseClass)),
        costInput("falseAlarm"), costInput("miss"),
        goTo("f1", ({ f1 }) => f1), goTo("cost", (outcomes) => -costOf(outcomes, costs))),
      element("label", { class: "slider" }, element("span", { class: "small soft" }, text("decisions.fewer")), slider,
        element("span", { class: "small soft" }, text("decisions.more"))),
      element("div", { class: "columns" }, matrix, figures)),
    plots);
}
