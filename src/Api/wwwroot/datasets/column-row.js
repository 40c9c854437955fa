import { barChart } from "../charts/bars.js";
import { element } from "../elements/element.js";
import { select } from "../elements/field.js";
import { count, number, percent } from "../texts/format.js";
import { text } from "../texts/text.js";
import { shareBar } from "../elements/share-bar.js";

const types = ["numeric", "categorical", "boolean", "date", "identifier", "constant"];

/** The statistics of a numeric column, in the order of the table's columns. */
export const figureNames = ["minimum", "mean", "maximum", "standardDeviation"];

const digits = 6;

let errorCount = 0;

/**
 * One column of a table, as a row of its profile.
 * @param {object} column the column's profile
 * @param {{ rows: number, isTarget: boolean, chosenType: string, error?: string, onOpen: () => void,
 * onTypeChosen: ((type: string) => void) | null }} options `onOpen` is called if the column's name is clicked; `onTypeChosen` receives another type;
 * null if the type cannot be changed
 */
export function columnRow(column, { rows, isTarget, chosenType, error, onOpen, onTypeChosen }) {
  const { name, type, excluded } = column;
  return element("tr", { class: isTarget ? "target" : null },
    element("th", { scope: "row" }, element("button", { type: "button", class: "plain", title: text("columns.open"), onclick: onOpen }, name),
      isTarget && badge("succeeded", "columns.isTarget"), excluded && badge("queued", "columns.isExcluded")),
    element("td", {}, onTypeChosen ? typeSelect(name, chosenType, error, onTypeChosen) : text(`column.${type}`)),
    element("td", { class: "number" }, count(column.count)),
    element("td", {}, column.missing === 0
      ? element("span", { class: "soft" }, "–")
      : shareBar(column.missing / rows, percent(column.missing / rows))),
    element("td", { class: "number" }, count(column.distinct)),
    values(column));
}

function badge(kind, name) {
  return [" ", element("span", { class: `state ${kind}` }, text(name))];
}

function typeSelect(name, chosenType, error, onTypeChosen) {
  const errorElement = error && element("p", { id: `column-error-${++errorCount}`, class: "field-error" }, error);
  const control = select(types.map((type) => [type, text(`column.${type}`)]), chosenType, (type) => {
    control.removeAttribute("aria-invalid");
    errorElement?.remove();
    onTypeChosen(type);
  });
  control.setAttribute("aria-label", text("columns.typeOf", { name }));
  if (errorElement) {
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", errorElement.id);
  }

  return [control, errorElement];
}

function values({ name, numbers, dates, top }) {
  if (numbers) {
    const { histogram } = numbers;
    return [
      figureNames.map((figure) => element("td", { class: "number" }, number(numbers[figure], digits))),
      element("td", {}, histogram
        && barChart(histogram.counts, text("columns.histogramOf", { name, from: number(histogram.from), to: number(histogram.to) }))),
    ];
  }

  return element("td", { colspan: figureNames.length + 1 },
    dates
      ? `${day(dates.first)} – ${day(dates.last)}`
      : element("ul", { class: "top-values" }, (top ?? []).map((entry) => category(entry, top[0].count))));
}

/** A date as the service sends it, without a time zone. */
function day(time) {
  return time.replace("T", " ").slice(0, 19).replace(" 00:00:00", "");
}

function category({ value, count: rows }, maxRows) {
  return element("li", {}, element("span", { class: "cell", title: value }, value), shareBar(rows / maxRows, count(rows)));
}
