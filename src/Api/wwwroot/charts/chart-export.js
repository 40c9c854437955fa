import { color } from "./colors.js";

const margin = 12;
const titleHeight = 26;
const aboutHeight = 18;
const lineHeight = 20;
const swatchWidth = 18;

/**
 * Saves the chart as it is shown as a PNG file: with its title, whose curves they are, their unit and the legend.
 * @param {{ title: string, unit: string | null, about: string, canvas: HTMLCanvasElement,
 * series: { label: string, color: string, dash?: number[] }[] }} picture
 */
export function savePng({ title, unit, about, canvas, series }) {
  const ratio = devicePixelRatio;
  const image = document.createElement("canvas");
  const context = image.getContext("2d");
  const [width, height] = [canvas.width / ratio, canvas.height / ratio];
  const secondLine = [about, unit].filter(Boolean).join(" · ");
  const headHeight = titleHeight + (secondLine ? aboutHeight : 0);
  const font = (weight, pixels) => `${weight} ${pixels}px system-ui, sans-serif`;
  context.font = font(400, 12);
  const entries = legendPlaces(series, width, (label) => context.measureText(label).width);
  const rows = 1 + (entries.at(-1)?.row ?? -1);
  image.width = (width + 2 * margin) * ratio;
  image.height = (headHeight + height + rows * lineHeight + 2 * margin) * ratio;
  context.scale(ratio, ratio);
  context.fillStyle = color("panel");
  context.fillRect(0, 0, image.width, image.height);
  context.fillStyle = color("ink");
  context.font = font(600, 14);
  context.fillText(title, margin, margin + 12);
  context.font = font(400, 12);
  context.fillText(secondLine, margin, margin + titleHeight + 4);
  context.drawImage(canvas, margin, margin + headHeight, width, height);
  for (const { curve, x, row } of entries) {
    const y = margin + headHeight + height + (row + 0.5) * lineHeight;
    context.strokeStyle = color(curve.color);
    context.lineWidth = 2;
    context.setLineDash(curve.dash ?? []);
    context.beginPath();
    context.moveTo(margin + x, y);
    context.lineTo(margin + x + swatchWidth, y);
    context.stroke();
    context.fillText(curve.label, margin + x + swatchWidth + 5, y + 4);
  }

  image.toBlob((blob) => save(blob, `${[title, about].filter(Boolean).join(" - ")}.png`));
}

/** Where the entries of a legend stand: one after another, in a new row when one is full. */
function legendPlaces(series, width, measure) {
  let [x, row] = [0, 0];
  return series.map((curve) => {
    const entryWidth = swatchWidth + 5 + measure(curve.label) + 18;
    if (x > 0 && x + entryWidth > width) {
      [x, row] = [0, row + 1];
    }

    const place = { curve, x, row };
    x += entryWidth;
    return place;
  });
}

/** Saves every point of every curve as a CSV file, one point per line, as the service measured it: before any smoothing. */
export function saveCsv(title, xLabel, series) {
  const quote = (value) => `"${String(value).replaceAll('"', '""')}"`;
  const lines = series.flatMap(({ label, points, raw = points }) => raw.x.map((x, i) => `${quote(label)},${x},${raw.y[i] ?? ""}`));
  save(new Blob([[`curve,${quote(xLabel)},value`, ...lines, ""].join("\n")], { type: "text/csv" }), `${title}.csv`);
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name.replaceAll(/[^\p{L}\p{N}. -]+/gu, "-");
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}
