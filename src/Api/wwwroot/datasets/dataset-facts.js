import { element, serviceText } from "../elements/element.js";
import { count } from "../texts/format.js";
import { text } from "../texts/text.js";
import { delimiterName } from "./format-fields.js";

/** The description of a dataset and its main figures. */
export function datasetFacts({ summary, contentHash, images, table, testTable }) {
  const { images: shape } = summary;
  const figures = [
    ["kind", text(`kind.${summary.kind}`)],
    ["target", summary.target ?? "–"],
    ["trainRows", count((images?.train ?? table).rows)],
    (images || testTable) && ["testRows", count((images?.test ?? testTable).rows)],
    table && ["columns", count(table.columns.length)],
    shape && ["size", `${shape.height} × ${shape.width}`],
    shape && ["classes", count(shape.classes.length)],
  ].filter(Boolean);
  return element("section", { class: "panel" },
    element("p", {}, serviceText(summary.description, `dataset.${summary.name}`)),
    definitionList(figures.map(([name, value]) => [text(`dataset.${name}`), value])),
    element("details", { class: "more" },
      element("summary", {}, text("dataset.more")),
      table && definitionList(formatEntries(table.format)),
      element("p", { class: "small soft" }, text("dataset.hash"), " ", element("code", { class: "hash" }, contentHash))));
}

function formatEntries({ delimiter, quote, header, encoding, decimalMark, missingMarks }) {
  return [
    [text("format.delimiter"), delimiterName(delimiter)],
    [text("format.header"), text(header ? "format.headerYes" : "format.headerNo")],
    [text("format.encoding"), encoding],
    [text("format.decimalMark"), decimalMark],
    [text("format.quote"), quote],
    [text("format.missingMarks"), missingMarks.join(", ") || "–"],
  ];
}

function definitionList(entries) {
  return element("dl", { class: "figures" }, entries.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))));
}
