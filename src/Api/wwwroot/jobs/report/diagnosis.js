import { element, serviceText } from "../../elements/element.js";
import { count, number, percent } from "../../texts/format.js";
import { text, textOr } from "../../texts/text.js";

/** The findings about the curves and layers, in the page's language. */
export function diagnosis(report) {
  return element("section", { class: "panel" },
    element("h2", {}, text("report.diagnosis")),
    report.diagnosis.length === 0
      ? element("p", { class: "soft" }, text("report.nothing"))
      : element("ul", { class: "diagnosis" }, report.diagnosis.map((finding) => element("li", { "data-kind": finding.kind },
        element("strong", {}, textOr(`diagnosis.${finding.kind}`, finding.kind)),
        (finding.layer || finding.epoch) && element("span", { class: "soft small" }, ` (${place(finding.layer, finding.epoch)})`),
        " ", message(finding)))));
}

function place(layer, epoch) {
  return [layer && text("job.layer", { layer }), epoch && text("report.atEpoch", { epoch })].filter(Boolean).join(", ");
}

/**
 * What was found. The service's words are English; a language with texts of its own has one for the figures and one for what they mean. Reports of
 * earlier versions have no figures apart from the words, so these stay.
 */
function message({ kind, message: words, numbers, names }) {
  const meaning = textOr(`service.diagnosis.${kind}`, null);
  const figures = textOr(`service.figures.${kind}`, "");
  if (meaning === null) {
    return serviceText(words);
  }

  const values = { ...formatted(numbers ?? {}), ...listed(names ?? {}) };
  const shown = sentencesWith(figures, values);
  return shown === "" && figures !== "" ? [meaning, " ", serviceText(words)] : shown + meaning;
}

/** The sentences of a text whose values are all known, with the values. */
function sentencesWith(words, values) {
  return words.split(/(?<=。)/).filter((sentence) => [...sentence.matchAll(/\{(\w+)\}/g)].every(([, name]) => name in values))
    .map((sentence) => sentence.replaceAll(/\{(\w+)\}/g, (_, name) => values[name])).join("");
}

/** A number whose name ends with Share is a percentage. */
function formatted(numbers) {
  const format = (name, value) => (name.endsWith("Share") ? percent(value) : Number.isInteger(value) ? count(value) : number(value));
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, format(name, value)]));
}

function listed(names) {
  return Object.fromEntries(Object.entries(names).map(([name, values]) => [name, values.join(text("list.separator"))]));
}
