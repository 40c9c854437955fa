import uPlot from "../vendor/uPlot.min.js";
import { element } from "../elements/element.js";
import { compact } from "../texts/format.js";
import { text } from "../texts/text.js";
import { downsample, join } from "./chart-data.js";
import { saveCsv, savePng } from "./chart-export.js";
import { addKeyboardControl } from "./chart-keys.js";
import { color } from "./colors.js";

const height = 260;
const pixelsPerBucket = 3;

/** Tick distances for an x axis of whole numbers: no ticks between them. */
const integerTicks = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];

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

document.head.append(element("link", { rel: "stylesheet", href: "vendor/uPlot.min.css" }));

/**
 * A chart of curves over a common x, with a legend that follows the cursor, zoom by dragging (double-click shows the full range), a
 * logarithmic scale, and PNG and CSV files. Charts with the same `link` share their cursor and range.
 * @param {{ title: string, link?: string, format?: (value: number) => string, isLogarithmic?: boolean, signal: AbortSignal }} options
 * @returns {HTMLElement} with `update(series, xLabel)`. A series is { label, color, points: { x, y }, width?, dash?, edge? }. Two series with
 * the `edge` "low" and "high" form a band, which is not in the legend.
 */
export function curveChart({ title, link, format = String, isLogarithmic = false, signal }) {
  let chart = null;
  let series = [];
  let xLabel = "";
  let isResampling = false;
  let isVisible = true;
  let hasPendingData = false;

  const plot = element("div", { class: "plot", role: "img", tabindex: 0, "aria-label": title });
  const logarithmic = button("chart.log", toggleScale);
  logarithmic.setAttribute("aria-pressed", String(isLogarithmic));
  const root = element("section", { class: "panel chart" },
    element("div", { class: "chart-head" },
      element("h2", {}, title),
      element("div", { class: "buttons" },
        logarithmic,
        button("chart.all", () => chart?.setScale("x", { min: chart.data[0][0], max: chart.data[0].at(-1) })),
        button("chart.png", () => chart && saveImage()),
        button("chart.csv", () => saveCsv(title, xLabel, series.filter((curve) => !curve.edge))))),
    plot);

  function button(name, onclick) {
    return element("button", { type: "button", onclick, "aria-label": `${text(name)}: ${title}` }, text(name));
  }

  function toggleScale() {
    isLogarithmic = !isLogarithmic;
    logarithmic.setAttribute("aria-pressed", String(isLogarithmic));
    draw();
  }

  function update(newSeries, newXLabel) {
    const isSame = chart && newXLabel === xLabel && newSeries.length === series.length
      && newSeries.every((curve, i) => curve.label === series[i].label);
    series = newSeries;
    xLabel = newXLabel;
    hasPendingData = isSame && !isVisible;
    if (!isSame) {
      draw();
    } else if (isVisible) {
      drawData();
    }

    updateDescription();
  }

  function drawData() {
    if (isFullRange()) {
      chart.setData(chartData(-Infinity, Infinity));
    } else {
      resample();
    }
  }

  /** A chart out of view is drawn only when the user scrolls to it. */
  function onVisibilityChanged(entries) {
    isVisible = entries.at(-1).isIntersecting;
    if (isVisible) {
      drawPendingData();
    }
  }

  function drawPendingData() {
    if (hasPendingData && chart) {
      hasPendingData = false;
      drawData();
    }
  }

  function saveImage() {
    drawPendingData();
    savePng(title, chart.ctx.canvas);
  }

  function draw() {
    chart?.destroy();
    chart = null;
    if (plot.clientWidth > 0 && series.some((curve) => curve.points.x.length > 0)) {
      chart = new uPlot(options(plot.clientWidth), chartData(-Infinity, Infinity), plot);
      series.forEach((curve, i) => curve.edge && (chart.root.querySelectorAll(".u-series")[i + 1].hidden = true));
    }
  }

  /** Samples the zoomed range again, with as many points as the full range had. */
  function resample() {
    const { min, max } = chart.scales.x;
    isResampling = true;
    chart.setData(chartData(min, max), false);
    chart.redraw();
    isResampling = false;
  }

  function isFullRange() {
    const xs = chart.data[0];
    return chart.scales.x.min <= xs[0] && chart.scales.x.max >= xs.at(-1);
  }

  function chartData(from, to) {
    const buckets = Math.ceil((plot.clientWidth || 600) / pixelsPerBucket);
    return join(series.map(({ points }) => {
      const sampled = downsample(points, from, to, buckets);
      return isLogarithmic ? { x: sampled.x, y: sampled.y.map((y) => (y > 0 ? y : null)) } : sampled;
    }));
  }

  function options(width) {
    const axis = { stroke: color("soft"), grid: { stroke: color("line"), width: 1 }, ticks: { stroke: color("line"), width: 1 } };
    const low = series.findIndex((curve) => curve.edge === "low") + 1;
    const high = series.findIndex((curve) => curve.edge === "high") + 1;
    const hasIntegerX = series.every(({ points }) => points.x.every(Number.isInteger));
    return {
      width,
      height,
      scales: { x: { time: false }, y: isLogarithmic ? { distr: 3 } : { range: yRange } },
      axes: [{ ...axis, ...(hasIntegerX && { incrs: integerTicks }) }, { ...axis, size: 64, values: (_, values) => values.map(tickLabel) }],
      cursor: { sync: link ? { key: link } : undefined, focus: { prox: 24 }, y: false },
      focus: { alpha: 0.35 },
      bands: low > 0 ? [{ series: [high, low], fill: `color-mix(in srgb, ${color(series[high - 1].color)} 20%, transparent)` }] : [],
      series: [
        { label: xLabel, value: (_, value) => (value === null || value === undefined ? "–" : String(Math.round(value * 100) / 100)) },
        ...series.map((curve) => ({
          label: curve.label,
          stroke: curve.edge ? "transparent" : color(curve.color),
          width: curve.width ?? 2,
          dash: curve.dash,
          spanGaps: true,
          points: { show: curve.points.x.length < 3 },
          value: (_, value) => (value === null || value === undefined ? "–" : format(value)),
        })),
      ],
      hooks: {
        draw: [showLastValues],
        setCursor: [showLastValues],
        setScale: [(_, key) => key === "x" && chart && !isResampling && queueMicrotask(() => chart && resample())],
      },
    };
  }

  function tickLabel(value) {
    return value === null ? "" : Math.abs(value) < 1e5 ? format(value) : compact(value);
  }

  function updateDescription() {
    const last = series.filter((curve) => !curve.edge && curve.points.y.length > 0).map((curve) => `${curve.label} ${format(curve.points.y.at(-1))}`);
    plot.setAttribute("aria-label", `${title}. ${last.join(", ")}`);
  }

  const resize = new ResizeObserver(() => (chart ? chart.setSize({ width: plot.clientWidth, height }) : draw()));
  resize.observe(plot);
  const visibility = new IntersectionObserver(onVisibilityChanged);
  visibility.observe(plot);
  document.addEventListener("themechange", draw, { signal });
  signal.addEventListener("abort", () => {
    resize.disconnect();
    visibility.disconnect();
    chart?.destroy();
    chart = null;
  });
  addKeyboardControl(plot, () => chart);
  return Object.assign(root, { update });
}
