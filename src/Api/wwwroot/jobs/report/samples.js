import { imageCanvas } from "../../charts/picture.js";
import { element, replace } from "../../elements/element.js";
import { get } from "../../service/requests.js";
import { percent } from "../../texts/format.js";
import { text } from "../../texts/text.js";

/**
 * Some rows with their actual and predicted labels; images are drawn. Its `show(actual, predicted)` shows only those of a cell of the confusion
 * matrix.
 */
export async function samples(report, job, shape, signal) {
  const path = `/api/datasets/${encodeURIComponent(job.spec.dataset)}/rows`;
  const part = report.reported === "test" || job.spec.validation.testPart ? "test" : "train";
  const rows = shape
    ? (await get(`${path}?part=${part}&rows=${report.samples.map(({ row }) => row).join(",")}`, signal)).items
    : [];
  const all = report.samples.map((sample, i) => ({ ...sample, image: rows[i] }));
  const title = element("h2", { tabindex: -1 }, text("report.samples"));
  const more = element("button", { hidden: true, onclick: () => showAll() }, text("report.samplesAll"));
  const content = element("div");

  function draw(shown) {
    replace(content, shown.length === 0 ? element("p", { class: "soft" }, text("report.noSamples"))
      : rows.length > 0 ? element("div", { class: "images" }, shown.map((sample) => image(sample, sample.image, shape)))
      : table(shown));
  }

  function showAll() {
    title.textContent = text("report.samples");
    more.hidden = true;
    draw(all);
  }

  function show(actual, predicted) {
    title.textContent = text("report.samplesOf", { actual, predicted });
    more.hidden = false;
    draw(all.filter((sample) => sample.label === actual && sample.predicted === predicted));
    title.scrollIntoView({ block: "nearest" });
    title.focus();
  }

  draw(all);
  return Object.assign(element("section", { class: "panel" }, element("div", { class: "head" }, title, more), content), { show });
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
