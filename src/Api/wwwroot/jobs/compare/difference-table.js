import { element } from "../../elements/element.js";
import { text, textOr } from "../../texts/text.js";

/** The fields in which the specs differ. */
export function differenceTable(differences, items) {
  return element("section", { class: "panel" },
    element("h2", {}, text("compare.differences")),
    differences.length === 0
      ? element("p", { class: "soft" }, text("compare.same"))
      : element("div", { class: "scroll" }, element("table", { class: "differences" },
        element("thead", {}, element("tr", {},
          element("th", { scope: "col" }, text("compare.field")),
          items.map(({ label }) => element("th", { scope: "col" }, label)))),
        element("tbody", {}, differences.map(({ path, values }) => element("tr", {},
          element("th", { scope: "row", title: path }, textOr(`spec.${path}`, path)),
          values.map((value) => element("td", { class: "mono" }, value === null ? "–" : JSON.stringify(value)))))))));
}
