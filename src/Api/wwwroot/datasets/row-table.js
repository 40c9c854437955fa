import { element } from "../elements/element.js";
import { text } from "../texts/text.js";

/** Rows of a table, their values as they stand in the file. */
export function rowTable(rows, columns, target) {
  const shown = columns.filter(({ name }) => rows.some(({ values }) => name in values));
  const kind = ({ name, type }) => [type === "numeric" ? "number" : "", name === target ? "target" : ""].join(" ");
  return element("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": text("dataset.rows") }, element("table", { class: "wide" },
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, text("dataset.row")),
      shown.map((column) => element("th", { scope: "col", class: kind(column) }, column.name)))),
    element("tbody", {}, rows.map(({ row, values }) => element("tr", {},
      element("th", { scope: "row" }, row),
      shown.map((column) => cell(values[column.name], kind(column))))))));
}

function cell(value, kind) {
  return (value ?? null) === null
    ? element("td", { class: `${kind} soft`, title: text("dataset.missing") }, "–")
    : element("td", { class: `${kind} cell`, title: value.length > 20 ? value : null }, value);
}
