import { element } from "../../elements/element.js";
import { count, percent } from "../../texts/format.js";
import { text } from "../../texts/text.js";

/**
 * Rows of actual classes, columns of predicted classes. The darker a cell, the larger its share of the actual class.
 * @param {(actual: string, predicted: string) => void} onChoose receives the classes of a cell that is clicked
 */
export function confusionMatrix({ classes, confusionMatrix: matrix, reported }, onChoose) {
  return element("section", { class: "panel" },
    element("h2", {}, text("report.confusion", { part: text(`part.${reported}`) })),
    element("div", { class: "scroll", tabindex: 0 }, element("table", { class: "confusion" },
      element("caption", {}, text("report.confusionHint")),
      element("thead", {}, element("tr", {}, element("td"), classes.map((name) => element("th", { scope: "col", class: "number" }, name)))),
      element("tbody", {}, matrix.map((row, actual) => element("tr", {},
        element("th", { scope: "row" }, classes[actual]),
        row.map((rows, predicted) => cell(rows, row, actual, predicted, classes, onChoose))))))));
}

function cell(rows, row, actual, predicted, classes, onChoose) {
  const share = rows / Math.max(1, row.reduce((a, b) => a + b, 0));
  const color = actual === predicted ? "--good" : "--bad";
  const words = text("report.confusionCell", { actual: classes[actual], predicted: classes[predicted], share: percent(share) });
  return element("td", {
    class: "number",
    title: words,
    style: { background: `color-mix(in srgb, var(${color}) ${Math.round(45 * Math.sqrt(share))}%, transparent)` },
  }, rows === 0 ? count(rows) : element("button", {
    type: "button",
    class: "plain",
    "aria-label": `${count(rows)}. ${words}. ${text("report.confusionShow")}`,
    onclick: () => onChoose(classes[actual], classes[predicted]),
  }, count(rows)));
}
