import { element } from "../../../elements/element.js";
import { count, number, percent } from "../../../texts/format.js";
import { text } from "../../../texts/text.js";

/** The confusion matrix of one class against the others, at the chosen threshold. */
export function outcomeMatrix(label, { hits, misses, falseAlarms, rejections }) {
  const others = text("decisions.others");
  const row = (actual, cells) => element("tr", {}, element("th", { scope: "row" }, actual), cells);
  const cell = (rows, of, isRight, hint) => element("td", {
    class: "number",
    title: text(hint),
    style: { background: shade(isRight ? "--good" : "--bad", rows / Math.max(1, of)) },
  }, count(rows));
  const [positives, negatives] = [hits + misses, falseAlarms + rejections];
  return element("table", { class: "confusion", "data-part": "outcomes" },
    element("caption", {}, text("report.confusionHint")),
    element("thead", {}, element("tr", {}, element("td"), [label, others].map((name) => element("th", { scope: "col", class: "number" }, name)))),
    element("tbody", {},
      row(label, [cell(hits, positives, true, "decisions.hit"), cell(misses, positives, false, "decisions.miss")]),
      row(others, [cell(falseAlarms, negatives, false, "decisions.falseAlarm"), cell(rejections, negatives, true, "decisions.rejection")])));
}

/** The figures at the chosen threshold, with the cost of all rows. */
export function outcomeFigures(point, outcomes, cost) {
  const figures = [
    ["threshold", point.threshold === null ? text("decisions.none") : number(point.threshold, 3)],
    ["precision", percent(outcomes.precision)],
    ["recall", percent(outcomes.recall)],
    ["f1", number(outcomes.f1, 3)],
    ["accuracy", percent(outcomes.accuracy)],
    ["falsePositiveRate", percent(outcomes.falsePositiveRate)],
    ["share", percent(point.share)],
    ["lift", point.lift === null ? "–" : number(point.lift, 3)],
    ["cost", number(cost, 6)],
  ];
  return element("dl", { class: "figures" }, figures.map(([name, value]) =>
    element("div", {}, element("dt", {}, text(`decisions.${name}`)), element("dd", { "data-figure": name }, value))));
}

function shade(color, share) {
  return `color-mix(in srgb, var(${color}) ${Math.round(45 * Math.sqrt(share))}%, transparent)`;
}
