import uPlot from "../vendor/uPlot.min.js";
import { compact } from "../texts/format.js";
import { color } from "./colors.js";

const height = 280;
const xLabelHeight = 22;

/** Tick distances for an x axis of whole numbers: no ticks between them. */
const integerTicks = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];

/** A chart's height in pixels. */
export const chartHeight = height;

/**
 * The options of uPlot for a chart.
 * @param {object[]} series the curves, as `curveChart` takes them
 * @param {{ width: number, xLabel: string, format: (value: number) => string, isLogarithmic: boolean, link?: string,
 * onScale: (key: string) => void }} chart
 */
export function chartOptions(series, { width, xLabel, format, isLogarithmic, link, onScale }) {
  const axis = { stroke: color("soft"), grid: { stroke: color("line"), width: 1 }, ticks: { stroke: color("line"), width: 1 } };
  const low = series.findIndex((curve) => curve.edge === "low") + 1;
  const high = series.findIndex((curve) => curve.edge === "high") + 1;
  const hasIntegerX = series.every(({ points }) => points.x.every(Number.isInteger));
  const tickLabel = (value) => (value === null ? "" : Math.abs(value) < 1e5 ? format(value) : compact(value));
  return {
    width,
    height,
    scales: { x: { time: false }, y: isLogarithmic ? { distr: 3 } : { range: yRange } },
    axes: [
      { ...axis, label: xLabel, labelSize: xLabelHeight, labelGap: 0, ...(hasIntegerX && { incrs: integerTicks }) },
      { ...axis, size: widthOfLabels, values: (_, values) => values.map(tickLabel) },
    ],
    cursor: { sync: link ? { key: link } : undefined, focus: { prox: 24 }, y: false },
    focus: { alpha: 0.35 },
    bands: low > 0 ? [{ series: [high, low], fill: transparent(color(series[high - 1].color), 20) }] : [],
    series: [
      { label: xLabel, value: (_, value) => (value === null || value === undefined ? "–" : String(Math.round(value * 100) / 100)) },
      ...series.map((curve) => ({
        label: curve.label,
        stroke: curve.edge ? "transparent" : curve.isFaded ? transparent(color(curve.color), 25) : color(curve.color),
        width: curve.width ?? 2,
        dash: curve.dash,
        spanGaps: true,
        points: { show: curve.points.x.length < 3 },
        value: (_, value) => (value === null || value === undefined ? "–" : format(value)),
      })),
    ],
    hooks: { draw: [showLastValues], setCursor: [showLastValues], setScale: [(_, key) => onScale(key)] },
  };
}

function transparent(opaque, percent) {
  return `color-mix(in srgb, ${opaque} ${percent}%, transparent)`;
}

/** Without a cursor on the chart, the legend shows the last value of each curve. */
function showLastValues(chart) {
  if (!(chart.cursor.left >= 0)) {
    chart.setLegend({ idxs: chart.data.map((values) => values.findLastIndex((value) => (value ?? null) !== null)) });
  }
}

/** uPlot's default range, except for curves that are 0 everywhere: for these uPlot would show 0 to 100. */
function yRange(_, low, high) {
  return low === 0 && high === 0 ? [0, 1] : low === null ? [null, null] : uPlot.rangeNum(low, high, 0.1, true);
}

/** As wide as the longest label of the y axis, so that none is cut off. uPlot asks again after each change of the size. */
function widthOfLabels(chart, labels, index, cycle) {
  const axis = chart.axes[index];
  if (cycle > 1) {
    return axis._size;
  }

  chart.ctx.font = axis.font[0];
  const widest = Math.max(0, ...(labels ?? []).map((label) => chart.ctx.measureText(label).width));
  return Math.ceil(axis.ticks.size + axis.gap + widest / devicePixelRatio);
}
