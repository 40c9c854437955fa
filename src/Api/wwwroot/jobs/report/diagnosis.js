import { element, serviceText } from "../../elements/element.js";
import { text, textOr } from "../../texts/text.js";

/** The findings about the curves and layers: the explanation is in the page's language, the figures are the service's English words. */
export function diagnosis(report) {
  return element("section", { class: "panel" },
    element("h2", {}, text("report.diagnosis")),
    report.diagnosis.length === 0
      ? element("p", { class: "soft" }, text("report.nothing"))
      : element("ul", { class: "diagnosis" }, report.diagnosis.map(({ kind, message, layer, epoch }) => element("li", { "data-kind": kind },
        element("strong", {}, textOr(`diagnosis.${kind}`, kind)),
        (layer || epoch) && element("span", { class: "soft small" }, ` (${place(layer, epoch)})`),
        " ", textOr(`service.diagnosis.${kind}`, ""), " ",
        serviceText(message)))));
}

function place(layer, epoch) {
  return [layer && text("job.layer", { layer }), epoch && text("report.atEpoch", { epoch })].filter(Boolean).join(", ");
}
