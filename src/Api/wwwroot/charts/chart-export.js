import { color } from "./colors.js";

const margin = 12;
const titleHeight = 30;

/** The chart as it stands, with its title, as a PNG. */
export function savePng(title, canvas) {
  const ratio = devicePixelRatio;
  const whole = document.createElement("canvas");
  whole.width = canvas.width + 2 * margin * ratio;
  whole.height = canvas.height + (titleHeight + margin) * ratio;
  const context = whole.getContext("2d");
  context.fillStyle = color("panel");
  context.fillRect(0, 0, whole.width, whole.height);
  context.fillStyle = color("ink");
  context.font = `600 ${14 * ratio}px system-ui, sans-serif`;
  context.fillText(title, margin * ratio, 20 * ratio);
  context.drawImage(canvas, margin * ratio, titleHeight * ratio);
  whole.toBlob((blob) => save(blob, `${title}.png`));
}

/** Every point of every curve, one a line. */
export function saveCsv(title, xLabel, series) {
  const quoted = (value) => `"${String(value).replaceAll('"', '""')}"`;
  const lines = series.flatMap(({ label, points }) => points.x.map((x, i) => `${quoted(label)},${x},${points.y[i] ?? ""}`));
  save(new Blob([[`curve,${quoted(xLabel)},value`, ...lines, ""].join("\n")], { type: "text/csv" }), `${title}.csv`);
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name.replaceAll(/[^\p{L}\p{N}. -]+/gu, "-");
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}
