import { element } from "../../elements/element.js";
import { count, percent } from "../../texts/format.js";
import { text } from "../../texts/text.js";

/** The precision and recall of each class. */
export function perClass(report) {
  return element("section", { class: "panel" },
    element("h2", {}, text("report.perClass")),
    element("div", { class: "scroll" }, element("table", {},
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, text("report.class")),
        ["precision", "recall", "rows"].map((name) => element("th", { class: "number", scope: "col" }, text(`report.${name}`))))),
      element("tbody", {}, report.perClass.map(({ label, precision, recall, rows }) => element("tr", {},
        element("th", { scope: "row" }, label),
        [percent(precision), percent(recall), count(rows)].map((value) => element("td", { class: "number" }, value))))))));
}
