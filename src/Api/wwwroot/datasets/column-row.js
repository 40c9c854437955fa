import { bars } from "../charts/bars.js";
import { element } from "../elements/element.js";
import { select } from "../elements/field.js";
import { count, number, percent } from "../texts/format.js";
import { text } from "../texts/text.js";
import { shareBar } from "./share-bar.js";

const types = ["numeric", "categorical", "boolean", "date", "identifier", "constant"];

/** The figures of a column of numbers, in the order in which they stand. */
export const figureNames = ["minimum", "mean", "maximum", "standardDeviation"];

const digits = 6;

let made = 0;

/**
 * A column of a table as a row of its profile.
 * @param {object} column its profile
 * @param {{ rows: number, isTarget: boolean, chosen: string, error?: string, choose: ((type: string) => void) | null }} view `choose` is
 * told another type, where there may be one
 */
export function columnRow(column, { rows, isTarget, chosen, error, choose }) {
  const { name, type, excluded } = column;
  return element("tr", { class: isTarget ? "target" : null },
    element("th", { scope: "row" }, name, isTarget && mark("succeeded", "columns.isTarget"), excluded && mark("queued", "columns.isExcluded")),
    element("td", {}, choose ? typeChoice(name, chosen, error, choose) : text(`column.${type}`)),
    element("td", { class: "number" }, count(column.count)),
    element("td", {}, column.missing === 0 ? element("span", { class: "soft" }, "–") : shareBar(column.missing / rows, percent(column.missing / rows))),
    element("td", { class: "number" }, count(column.distinct)),
    values(column));
}

function mark(kind, name) {
  return [" ", element("span", { class: `state ${kind}` }, text(name))];
}

function typeChoice(name, chosen, error, choose) {
  const wrong = error && element("p", { id: `column-error-${++made}`, class: "field-error" }, error);
  const control = select(types.map((type) => [type, text(`column.${type}`)]), chosen, (type) => {
    control.removeAttribute("aria-invalid");
    wrong?.remove();
    choose(type);
  });
  control.setAttribute("aria-label", text("columns.typeOf", { name }));
  if (wrong) {
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", wrong.id);
  }

  return [control, wrong];
}

function values({ name, numbers, dates, top }) {
  if (numbers) {
    const { histogram } = numbers;
    return [
      figureNames.map((figure) => element("td", { class: "number" }, number(numbers[figure], digits))),
      element("td", {}, histogram && bars(histogram.counts, text("columns.histogramOf", { name, from: number(histogram.from), to: number(histogram.to) }))),
    ];
  }

  return element("td", { colspan: figureNames.length + 1 },
    dates ? `${day(dates.first)} – ${day(dates.last)}` : element("ul", { class: "often" }, (top ?? []).map((one) => category(one, top[0].count))));
}

/** Days as the service tells them, which are of no time zone. */
function day(time) {
  return time.replace("T", " ").slice(0, 19).replace(" 00:00:00", "");
}

function category({ value, count: rows }, mostRows) {
  return element("li", {}, element("span", { class: "cell", title: value }, value), shareBar(rows / mostRows, count(rows)));
}
