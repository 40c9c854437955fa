import { element } from "../../elements/element.js";
import { count, percent } from "../../texts/format.js";
import { text } from "../../texts/text.js";

/** Rows of actual classes, columns of predicted classes. The darker a cell, the larger its share of the actual class. */
export function confusionMatrix({ classes, confusionMatrix: matrix, reported }) {
  return element("section", { class: "panel" },
    element("h2", {}, text("report.confusion", { part: text(`part.${reported}`) })),
    element("div", { class: "scroll", tabindex: 0 }, element("table", { class: "confusion" },
      element("caption", {}, text("report.confusionHint")),
      element("thead", {}, element("tr", {}, element("td"), classes.map((name) => element("th", { scope: "col", class: "number" }, name)))),
      element("tbody", {}, matrix.map((row, actual) => element("tr", {},
        element("th", { scope: "row" }, classes[actual]), row.map((rows, predicted) => cell(rows, row, actual, predicted, classes))))))));
}

function cell(rows, row, actual, predicted, classes) {
  const share = rows / Math.max(1, row.reduce((a, b) => a + b, 0));
  const color = actual === predicted ? "--good" : "--bad";
  return element("td", {
    class: "number",
    title: text("report.confusionCell", { actual: classes[actual], predicted: classes[predicted], share: percent(share) }),
    style: { background: `color-mix(in srgb, var(${color}) ${Math.round(45 * Math.sqrt(share))}%, transparent)` },
  }, count(rows));
}
