import { element } from "../elements/element.js";
import { text } from "../texts/text.js";

/** Rows of a table, with their values as in the file, and with the types of the columns if the user does not see them elsewhere. */
export function rowTable(rows, columns, target, withTypes = false) {
  const shown = columns.filter(({ name }) => rows.some(({ values }) => name in values));
  const cellClass = ({ name, type }) => [type === "numeric" ? "number" : "", name === target ? "target" : ""].join(" ");
  return element("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": text("dataset.rows") }, element("table", { class: "wide" },
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, text("dataset.row")),
      shown.map((column) => element("th", { scope: "col", class: cellClass(column) }, column.name,
        withTypes && element("div", { class: "small soft" }, text(`column.${column.type}`)))))),
    element("tbody", {}, rows.map(({ row, values }) => element("tr", {},
      element("th", { scope: "row" }, row),
      shown.map((column) => cell(values[column.name], cellClass(column))))))));
}

function cell(value, className) {
  return (value ?? null) === null
    ? element("td", { class: `${className} soft`, title: text("dataset.missing") }, "–")
    : element("td", { class: `${className} cell`, title: value.length > 20 ? value : null }, value);
}
