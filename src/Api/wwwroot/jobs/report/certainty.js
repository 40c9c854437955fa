import { element } from "../../elements/element.js";
import { count, number, percent } from "../../texts/format.js";
import { text } from "../../texts/text.js";

/** How sure the model is: the widths of its prediction intervals, or the sizes of its prediction sets, and how often they hold the truth. */
export function certainty({ calibration, intervals, sets }) {
  const scores = intervals ?? sets ?? [];
  if (!calibration || scores.length === 0) {
    return null;
  }

  const size = intervals ? ["width", ({ width }) => number(width)] : ["size", (score) => number(score.size, 3)];
  const columns = [["level", ({ level }) => percent(level)], size, ["coverage", ({ coverage }) => percent(coverage)]];
  return element("section", { class: "panel", "data-part": "certainty" },
    element("h2", {}, text(intervals ? "certainty.intervals" : "certainty.sets")),
    element("p", { class: "hint" }, text(`certainty.method.${calibration.method}`, { rows: count(calibration.rows) }),
      " ", calibration.rowsChoseModel && text("certainty.rowsChoseModel")),
    element("div", { class: "scroll" }, element("table", {},
      element("thead", {}, element("tr", {}, columns.map(([name]) => element("th", { class: "number", scope: "col" }, text(`certainty.${name}`))))),
      element("tbody", {}, scores.map((score) => element("tr", {},
        columns.map(([, words]) => element("td", { class: "number" }, words(score)))))))),
    element("p", { class: "hint" }, text("certainty.ask"), " ", element("code", {}, intervals ? "?interval=0.9" : "?set=0.9")));
}
