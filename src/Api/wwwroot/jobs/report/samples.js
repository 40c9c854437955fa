import { imageCanvas } from "../../charts/picture.js";
import { element } from "../../elements/element.js";
import { get } from "../../service/requests.js";
import { percent } from "../../texts/format.js";
import { text } from "../../texts/text.js";

/** Some rows with their actual and predicted labels; images are drawn. */
export async function samples(report, job, shape, signal) {
  const path = `/api/datasets/${encodeURIComponent(job.spec.dataset)}/rows`;
  const part = report.reported === "test" || job.spec.validation.testPart ? "test" : "train";
  const rows = shape
    ? (await get(`${path}?part=${part}&rows=${report.samples.map(({ row }) => row).join(",")}`, signal)).items
    : [];
  return element("section", { class: "panel" },
    element("h2", {}, text("report.samples")),
    rows.length > 0
      ? element("div", { class: "images" }, report.samples.map((sample, i) => image(sample, rows[i], shape)))
      : table(report.samples));
}

function image(sample, row, shape) {
  return element("figure", { class: sample.correct ? null : "wrong" },
    imageCanvas(row.pixels, shape, text("report.sampleOf", { row: sample.row, label: sample.label, predicted: sample.predicted })),
    element("figcaption", {},
      sample.correct ? sample.label : `${sample.label} → ${sample.predicted}`,
      " ",
      element("span", { class: "soft" }, percent(sample.probability, 0))));
}

function table(rows) {
  return element("div", { class: "scroll" }, element("table", {},
    element("thead", {}, element("tr", {},
      ["row", "class", "predicted", "probability"].map((name) => element("th", { scope: "col" }, text(`report.${name}`))))),
    element("tbody", {}, rows.map((sample) => element("tr", {},
      [sample.row, sample.label, sample.predicted, percent(sample.probability)].map((value) => element("td", {}, value)))))));
}
