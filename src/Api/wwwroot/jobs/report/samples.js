import { imageCanvas } from "../../charts/picture.js";
import { element, replace } from "../../elements/element.js";
import { count, percent } from "../../texts/format.js";
import { text } from "../../texts/text.js";
import { readRows } from "./reported-rows.js";

const shownAtFirst = 20;
const maximumColumns = 60;

/**
 * Rows with their actual and predicted labels, the most confidently wrong ones first: images, or the values of a table. Its
 * `show(actual, predicted)` shows those of a cell of the confusion matrix.
 * @param {object | null} dataset the profile of the dataset; null if it was deleted
 */
export async function samples(report, job, dataset, signal) {
  const title = element("h2", { tabindex: -1 }, text("report.samples"));
  const more = element("button", { hidden: true, onclick: () => showFirst() }, text("report.samplesAll"));
  const content = element("div");
  let newest = null;

  async function draw(chosen) {
    newest = chosen;
    const rows = dataset && chosen.length > 0 ? await readRows(report, job, chosen.map(({ row }) => row), signal).catch(() => []) : [];
    if (newest === chosen) {
      const byNumber = new Map(rows.map((row) => [row.row, row]));
      replace(content, chosen.length === 0 ? element("p", { class: "soft" }, text("report.noSamples"))
        : rows[0]?.pixels ? images(chosen, byNumber, dataset.summary.images)
        : table(chosen, byNumber, columnsOf(dataset, job.spec.target)));
    }
  }

  function showFirst() {
    title.textContent = text("report.samples");
    more.hidden = true;
    return draw(report.samples.slice(0, shownAtFirst));
  }

  async function show(actual, predicted) {
    title.textContent = text("report.samplesOf", { actual, predicted });
    more.hidden = false;
    await draw(report.samples.filter((sample) => sample.label === actual && sample.predicted === predicted));
    title.scrollIntoView({ block: "nearest" });
    title.focus();
  }

  await showFirst();
  return Object.assign(element("section", { class: "panel" }, element("div", { class: "head" }, title, more), content), { show });
}

function images(chosen, rows, shape) {
  return element("div", { class: "images" }, chosen.map((sample) => image(sample, rows.get(sample.row), shape)));
}

function image(sample, row, shape) {
  return element("figure", { class: sample.correct ? null : "wrong" },
    imageCanvas(row.pixels, shape, text("report.sampleOf", { row: sample.row, label: sample.label, predicted: sample.predicted })),
    element("figcaption", {},
      sample.correct ? sample.label : `${sample.label} → ${sample.predicted}`,
      " ",
      element("span", { class: "soft" }, percent(sample.probability, 0))));
}

function columnsOf(dataset, target) {
  return (dataset?.table?.columns ?? []).map(({ name }) => name).filter((name) => name !== target).slice(0, maximumColumns);
}

function table(chosen, rows, columns) {
  const shown = columns.filter((name) => [...rows.values()].some(({ values }) => name in values));
  return element("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": text("report.samples") },
    element("table", { class: "wide" },
      element("thead", {}, element("tr", {},
        ["row", "class", "predicted", "probability"].map((name) => element("th", { scope: "col" }, text(`report.${name}`))),
        shown.map((name) => element("th", { scope: "col" }, name)))),
      element("tbody", {}, chosen.map((sample) => element("tr", {},
        element("th", { scope: "row" }, count(sample.row)),
        [sample.label, sample.predicted, percent(sample.probability)].map((value) => element("td", {}, value)),
        shown.map((name) => element("td", { class: "cell" }, rows.get(sample.row)?.values[name] ?? "–")))))));
}
