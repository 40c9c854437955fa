import { chartPanel } from "../../charts/chart-panel.js";
import { rankedBars } from "../../charts/ranked-bars.js";
import { element, replace } from "../../elements/element.js";
import { count, number } from "../../texts/format.js";
import { text } from "../../texts/text.js";

const shownColumns = 20;

/**
 * How much each column matters, as bars with intervals: how much the loss rises if the column is shuffled.
 * @param {((column: string) => void) | null} onOpen receives the column of a bar that is clicked; null if there are no effects
 */
export function importance({ importance: columns, importanceRows, importanceLeftOut }, unit, about, onOpen) {
  if (!columns) {
    return importanceLeftOut && element("section", { class: "panel" }, element("h2", {}, text("importance.title")),
      element("p", { class: "soft" }, text("importance.leftOut")));
  }

  const drawing = element("div", { class: "scroll" });
  const more = element("button", { type: "button", hidden: columns.length <= shownColumns, onclick: () => show(columns.length) },
    text("importance.all", { count: count(columns.length) }));

  function show(rows) {
    more.hidden = rows >= columns.length;
    replace(drawing, rankedBars(columns.slice(0, rows).map(({ column, mean, low, high }) => ({
      name: column, value: mean, low, high, words: number(mean, 3),
    })), { label: text("importance.label", { count: count(rows) }), onOpen }));
  }

  show(shownColumns);
  return chartPanel({
    title: text("importance.title"),
    unit,
    hint: [text("importance.hint", { rows: count(importanceRows) }), " ", onOpen && text("importance.open")],
    about,
    drawing: () => drawing.firstChild,
    table: () => ({
      columns: ["column", "mean", "standardDeviation", "low", "high", "pValue"],
      rows: columns.map((one) => [one.column, one.mean, one.standardDeviation, one.low, one.high, one.pValue]),
    }),
  }, drawing, more);
}
