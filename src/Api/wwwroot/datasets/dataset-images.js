import { imageCanvas } from "../charts/picture.js";
import { element } from "../elements/element.js";
import { count } from "../texts/format.js";
import { text } from "../texts/text.js";
import { shareBar } from "../elements/share-bar.js";

/** The number of rows of each class, for the training and the test part. */
export function classCounts(classes, { train, test }) {
  const parts = [["train", train], ["test", test]];
  return element("section", { class: "panel" },
    element("h2", {}, text("dataset.classCounts")),
    element("div", { class: "scroll" }, element("table", { class: "counts" },
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, text("dataset.class")),
        parts.map(([part]) => element("th", { scope: "col" }, text(`part.${part}`))))),
      element("tbody", {}, classes.map((name, i) => element("tr", {},
        element("th", { scope: "row" }, name),
        parts.map(([, { classCounts: counts }]) => element("td", {}, shareBar(counts[i] / Math.max(1, ...counts), count(counts[i]))))))))));
}

/** Images with their labels below. */
export function imageGrid(rows, shape) {
  return element("div", { class: "images" }, rows.map(({ row, label, pixels }) => element("figure", {},
    imageCanvas(pixels, shape, text("dataset.imageOf", { row, label })),
    element("figcaption", {}, label, " ", element("span", { class: "soft" }, row)))));
}
