import { svgElement } from "../elements/element.js";
import { color } from "./colors.js";

const font = { "font-family": "system-ui, sans-serif", "font-size": 12 };
const tickGap = 6;

/** What a chart of uPlot shows, drawn as SVG: axes, grid, curves and band, without the legend. */
export function curveSvg(chart, series) {
  const [left, top, width, height] = ["left", "top", "width", "height"].map((side) => chart.bbox[side] / devicePixelRatio);
  const [right, bottom] = [left + width, top + height];
  const toX = (x) => left + chart.valToPos(x, "x");
  const toY = (y) => top + chart.valToPos(y, "y");
  const clip = `clip-${crypto.randomUUID()}`;
  return svgElement("g", {},
    svgElement("clipPath", { id: clip }, svgElement("rect", { x: left, y: top, width, height })),
    gridLines(ticksOf(chart, 0), (x) => ({ x1: toX(x), x2: toX(x), y1: top, y2: bottom })),
    gridLines(ticksOf(chart, 1), (y) => ({ x1: left, x2: right, y1: toY(y), y2: toY(y) })),
    labels(ticksOf(chart, 0), (x) => ({ x: toX(x), y: bottom + tickGap + 12, "text-anchor": "middle" })),
    labels(ticksOf(chart, 1), (y) => ({ x: left - tickGap, y: toY(y) + 4, "text-anchor": "end" })),
    words(chart.axes[0].label, { x: left + width / 2, y: bottom + tickGap + 32, "text-anchor": "middle" }),
    svgElement("g", { "clip-path": `url(#${clip})`, fill: "none" },
      bandOf(chart, series, toX, toY),
      series.map((curve, i) => !curve.edge && svgElement("path", {
        d: pathOf(pointsOf(chart, i, toX, toY)),
        stroke: color(curve.color),
        "stroke-opacity": curve.isFaded ? 0.25 : 1,
        "stroke-width": curve.width ?? 2,
        "stroke-dasharray": curve.dash,
        "stroke-linejoin": "round",
      }))));
}

/** The ticks that uPlot has chosen for an axis: [value, label]. Labels are null where they would be too dense. */
function ticksOf(chart, axis) {
  const { _splits: splits, _values: values } = chart.axes[axis];
  return splits.map((split, i) => [split, values[i]]).filter(([, label]) => (label ?? "") !== "");
}

function gridLines(ticks, ends) {
  return ticks.map(([value]) => svgElement("line", { ...ends(value), stroke: color("line") }));
}

function labels(ticks, place) {
  return ticks.map(([value, label]) => words(String(label), place(value)));
}

function words(label, place) {
  return svgElement("text", { ...place, ...font, fill: color("soft") }, label);
}

function bandOf(chart, series, toX, toY) {
  const low = series.findIndex((curve) => curve.edge === "low");
  const high = series.findIndex((curve) => curve.edge === "high");
  return low >= 0 && svgElement("path", {
    d: `${pathOf([...pointsOf(chart, low, toX, toY), ...pointsOf(chart, high, toX, toY).reverse()])} Z`,
    fill: color(series[high].color),
    "fill-opacity": 0.2,
  });
}

function pointsOf(chart, i, toX, toY) {
  const [xs, ys] = [chart.data[0], chart.data[i + 1]];
  return Array.from(xs, (x, at) => [x, ys[at]]).filter(([, y]) => (y ?? null) !== null).map(([x, y]) => [toX(x), toY(y)]);
}

function pathOf(points) {
  return points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}
