import { pictureOf } from "./picture-frame.js";

/**
 * Saves a chart as it is shown as a PNG or SVG file: with its title, whose data it has, its unit and the legend.
 * @param {"png" | "svg"} format
 * @param {object} picture what `pictureOf` takes
 */
export function savePicture(format, picture) {
  const svg = pictureOf(picture);
  const name = `${[picture.title, picture.about].filter(Boolean).join(" - ")}.${format}`;
  const file = new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });
  if (format === "svg") {
    save(file, name);
  } else {
    savePng(file, Number(svg.getAttribute("width")), Number(svg.getAttribute("height")), name);
  }
}

/** Draws an SVG file on a canvas with the resolution of the screen and saves the pixels. */
async function savePng(file, width, height, name) {
  const image = new Image(width, height);
  image.src = URL.createObjectURL(file);
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * devicePixelRatio;
  canvas.height = height * devicePixelRatio;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  canvas.toBlob((blob) => save(blob, name));
}

/** Saves rows of text and numbers as a CSV file. */
export function saveCsv(title, columns, rows) {
  const quote = (value) => (typeof value === "number" || value === "" ? value : `"${String(value).replaceAll('"', '""')}"`);
  const lines = [columns.map(quote), ...rows.map((row) => row.map(quote))].map((cells) => cells.join(","));
  save(new Blob([[...lines, ""].join("\n")], { type: "text/csv" }), `${title}.csv`);
}

/** Saves a file under a name without characters that a file system may refuse. */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name.replaceAll(/[^\p{L}\p{N}. -]+/gu, "-");
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}
