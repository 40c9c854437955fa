import { element } from "../../elements/element.js";
import { text } from "../../texts/text.js";

/** What the curves and layers show, in plain words, as the service says it. */
export function diagnosis(report) {
  return element("section", { class: "panel" },
    element("h2", {}, text("report.diagnosis")),
    report.diagnosis.length === 0
      ? element("p", { class: "soft" }, text("report.nothing"))
      : element("ul", { class: "diagnosis" }, report.diagnosis.map(({ kind, message, layer, epoch }) => element("li", { "data-kind": kind },
        message,
        (layer || epoch) && element("span", { class: "soft small" }, ` (${[layer, epoch && text("report.atEpoch", { epoch })].filter(Boolean).join(", ")})`)))));
}
