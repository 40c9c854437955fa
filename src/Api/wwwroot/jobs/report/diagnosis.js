import { element, serviceWords } from "../../elements/element.js";
import { text, textOr } from "../../texts/text.js";

/** What the curves and layers show, in plain words: what it is in the page's language, the figures as the service says them. */
export function diagnosis(report) {
  return element("section", { class: "panel" },
    element("h2", {}, text("report.diagnosis")),
    report.diagnosis.length === 0
      ? element("p", { class: "soft" }, text("report.nothing"))
      : element("ul", { class: "diagnosis" }, report.diagnosis.map(({ kind, message, layer, epoch }) => element("li", { "data-kind": kind },
        element("strong", {}, textOr(`diagnosis.${kind}`, kind)),
        (layer || epoch) && element("span", { class: "soft small" }, ` (${[layer && text("job.layer", { layer }), epoch && text("report.atEpoch", { epoch })].filter(Boolean).join(", ")})`),
        " ", textOr(`said.diagnosis.${kind}`, ""), " ",
        serviceWords(message)))));
}
