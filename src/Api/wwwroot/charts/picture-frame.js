import { svgElement } from "../elements/element.js";
import { color } from "./colors.js";

const margin = 12;
const titleHeight = 26;
const aboutHeight = 18;
const lineHeight = 20;
const swatchWidth = 18;
const swatchGap = 5;
const entryGap = 18;
const font = { "font-family": "system-ui, sans-serif", "font-size": 12 };

/**
 * A chart with its title, whose data it has, its unit and the legend, as an SVG element that needs no style sheet.
 * @param {{ title: string, unit?: string | null, about?: string, drawing: SVGElement, width: number, height: number,
 * series?: { label: string, color: string, dash?: number[] }[] }} picture `drawing` has the chart without frame, in its width and height
 */
export function pictureOf({ title, unit, about, drawing, width, height, series = [] }) {
  const secondLine = [about, unit].filter(Boolean).join(" · ");
  const headHeight = titleHeight + (secondLine ? aboutHeight : 0);
  const entries = legendPlaces(series, width);
  const rows = 1 + (entries.at(-1)?.row ?? -1);
  const [fullWidth, fullHeight] = [width + 2 * margin, headHeight + height + rows * lineHeight + 2 * margin];
  const label = (x, y, words, weight = 400, size = 12) =>
    svgElement("text", { x, y, ...font, "font-size": size, "font-weight": weight, fill: color("ink") }, words);
  return svgElement("svg", { xmlns: "http://www.w3.org/2000/svg", width: fullWidth, height: fullHeight, viewBox: `0 0 ${fullWidth} ${fullHeight}` },
    svgElement("title", {}, [title, secondLine].filter(Boolean).join(" · ")),
    svgElement("rect", { width: fullWidth, height: fullHeight, fill: color("panel") }),
    label(margin, margin + 12, title, 600, 14),
    secondLine && label(margin, margin + titleHeight + 4, secondLine),
    svgElement("g", { transform: `translate(${margin} ${margin + headHeight})` }, drawing),
    entries.map(({ curve, x, row }) => {
      const y = margin + headHeight + height + (row + 0.5) * lineHeight;
      return svgElement("g", {},
        svgElement("line", {
          x1: margin + x, x2: margin + x + swatchWidth, y1: y, y2: y, stroke: color(curve.color), "stroke-width": 2, "stroke-dasharray": curve.dash,
        }),
        label(margin + x + swatchWidth + swatchGap, y + 4, curve.label));
    }));
}

/** Where the entries of a legend stand: one after another, in a new row when one is full. */
function legendPlaces(series, width) {
  const context = document.createElement("canvas").getContext("2d");
  context.font = `${font["font-size"]}px ${font["font-family"]}`;
  let [x, row] = [0, 0];
  return series.map((curve) => {
    const entryWidth = swatchWidth + swatchGap + context.measureText(curve.label).width + entryGap;
    if (x > 0 && x + entryWidth > width) {
      [x, row] = [0, row + 1];
    }

    const place = { curve, x, row };
    x += entryWidth;
    return place;
  });
}
