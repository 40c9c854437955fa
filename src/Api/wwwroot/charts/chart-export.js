import { color } from "./colors.js";

const margin = 12;
const titleHeight = 30;

/** Saves the chart as it is shown, with its title, as a PNG file. */
export function savePng(title, canvas) {
  const ratio = devicePixelRatio;
  const image = document.createElement("canvas");
  image.width = canvas.width + 2 * margin * ratio;
  image.height = canvas.height + (titleHeight + margin) * ratio;
  const context = image.getContext("2d");
  context.fillStyle = color("panel");
  context.fillRect(0, 0, image.width, image.height);
  context.fillStyle = color("ink");
  context.font = `600 ${14 * ratio}px system-ui, sans-serif`;
  context.fillText(title, margin * ratio, 20 * ratio);
  context.drawImage(canvas, margin * ratio, titleHeight * ratio);
  image.toBlob((blob) => save(blob, `${title}.png`));
}

/** Saves every point of every curve as a CSV file, one point per line. */
export function saveCsv(title, xLabel, series) {
  const quote = (value) => `"${String(value).replaceAll('"', '""')}"`;
  const lines = series.flatMap(({ label, points }) => points.x.map((x, i) => `${quote(label)},${x},${points.y[i] ?? ""}`));
  save(new Blob([[`curve,${quote(xLabel)},value`, ...lines, ""].join("\n")], { type: "text/csv" }), `${title}.csv`);
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name.replaceAll(/[^\p{L}\p{N}. -]+/gu, "-");
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}
