import uPlot from "../vendor/uPlot.min.js";
import { element } from "../elements/element.js";
import { compact } from "../texts/format.js";
import { text } from "../texts/text.js";
import { downsample, join } from "./chart-data.js";
import { saveCsv, savePng } from "./chart-export.js";
import { moveByKeys } from "./chart-keys.js";
import { color } from "./colors.js";

const height = 260;
const pixelsPerBucket = 3;

/** Whole numbers have no ticks between them. */
const wholeSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];

/** While no cursor points at anything, the legend has the last value of each curve, wherever it ends. */
function showLast(chart) {
  if (!(chart.cursor.left >= 0)) {
    chart.setLegend({ idxs: chart.data.map((values) => values.findLastIndex((value) => (value ?? null) !== null)) });
  }
}

/** What uPlot takes by itself, but for a curve that is 0 all along: of that it would show 0 to 100. */
function rangeOf(_, low, high) {
  return low === 0 && high === 0 ? [0, 1] : low === null ? [null, null] : uPlot.rangeNum(low, high, 0.1, true);
}

document.head.append(element("link", { rel: "stylesheet", href: "vendor/uPlot.min.css" }));

/**
 * Curves over a common x, with a legend that follows the cursor, zoom by dragging (double click: all), a logarithmic scale, PNG and CSV.
 * The cursors and ranges of all charts with one `link` move together.
 * @param {{ title: string, link?: string, format?: (value: number) => string, isLogarithmic?: boolean, signal: AbortSignal }} options
 * @returns {HTMLElement} with `update(series, xLabel)`; a series is { label, color, points: { x, y }, width?, dash?, edge? }, where a pair of
 * series with `edge` "low" and "high" is a band and not in the legend
 */
export function curveChart({ title, link, format = String, isLogarithmic = false, signal }) {
  let chart = null;
  let series = [];
  let xLabel = "";
  let isResampling = false;
  let isSeen = true;
  let isStale = false;

  const plot = element("div", { class: "plot", role: "img", tabindex: 0, "aria-label": title });
  const logarithmic = element("button", { type: "button", "aria-pressed": String(isLogarithmic), "aria-label": `${text("chart.log")}: ${title}`, onclick: toggleScale }, text("chart.log"));
  const root = element("section", { class: "panel chart" },
    element("div", { class: "chart-head" },
      element("h2", {}, title),
      element("div", { class: "buttons" },
        logarithmic,
        button("chart.all", () => chart?.setScale("x", { min: chart.data[0][0], max: chart.data[0].at(-1) })),
        button("chart.png", () => chart && savePicture()),
        button("chart.csv", () => saveCsv(title, xLabel, series.filter((one) => !one.edge))))),
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
    const isSame = chart && newXLabel === xLabel && newSeries.length === series.length && newSeries.every((one, i) => one.label === series[i].label);
    series = newSeries;
    xLabel = newXLabel;
    isStale = isSame && !isSeen;
    if (!isSame) {
      draw();
    } else if (isSeen) {
      drawData();
    }

    describe();
  }

  function drawData() {
    if (showsAll()) {
      chart.setData(data(-Infinity, Infinity));
    } else {
      resample();
    }
  }

  /** Of what is out of sight nothing is drawn until it is scrolled to. */
  function see(entries) {
    isSeen = entries.at(-1).isIntersecting;
    if (isSeen) {
      catchUp();
    }
  }

  function catchUp() {
    if (isStale && chart) {
      isStale = false;
      drawData();
    }
  }

  function savePicture() {
    catchUp();
    savePng(title, chart.ctx.canvas);
  }

  function draw() {
    chart?.destroy();
    chart = null;
    if (plot.clientWidth > 0 && series.some((one) => one.points.x.length > 0)) {
      chart = new uPlot(options(plot.clientWidth), data(-Infinity, Infinity), plot);
      series.forEach((one, i) => one.edge && (chart.root.querySelectorAll(".u-series")[i + 1].hidden = true));
    }
  }

  /** Of a range that was zoomed to, as many points as of the whole. */
  function resample() {
    const { min, max } = chart.scales.x;
    isResampling = true;
    chart.setData(data(min, max), false);
    chart.redraw();
    isResampling = false;
  }

  function showsAll() {
    const xs = chart.data[0];
    return chart.scales.x.min <= xs[0] && chart.scales.x.max >= xs.at(-1);
  }

  function data(from, to) {
    const buckets = Math.ceil((plot.clientWidth || 600) / pixelsPerBucket);
    return join(series.map(({ points }) => {
      const sampled = downsample(points, from, to, buckets);
      return isLogarithmic ? { x: sampled.x, y: sampled.y.map((y) => (y > 0 ? y : null)) } : sampled;
    }));
  }

  function options(width) {
    const axis = { stroke: color("soft"), grid: { stroke: color("line"), width: 1 }, ticks: { stroke: color("line"), width: 1 } };
    const low = series.findIndex((one) => one.edge === "low") + 1;
    const high = series.findIndex((one) => one.edge === "high") + 1;
    const isWhole = series.every(({ points }) => points.x.every(Number.isInteger));
    return {
      width,
      height,
      scales: { x: { time: false }, y: isLogarithmic ? { distr: 3 } : { range: rangeOf } },
      axes: [{ ...axis, ...(isWhole && { incrs: wholeSteps }) }, { ...axis, size: 64, values: (_, values) => values.map((value) => (value === null ? "" : Math.abs(value) < 1e5 ? format(value) : compact(value))) }],
      cursor: { sync: link ? { key: link } : undefined, focus: { prox: 24 }, y: false },
      focus: { alpha: 0.35 },
      bands: low > 0 ? [{ series: [high, low], fill: `color-mix(in srgb, ${color(series[high - 1].color)} 20%, transparent)` }] : [],
      series: [
        { label: xLabel, value: (_, value) => (value === null || value === undefined ? "–" : String(Math.round(value * 100) / 100)) },
        ...series.map((one) => ({
          label: one.label,
          stroke: one.edge ? "transparent" : color(one.color),
          width: one.width ?? 2,
          dash: one.dash,
          spanGaps: true,
          points: { show: one.points.x.length < 3 },
          value: (_, value) => (value === null || value === undefined ? "–" : format(value)),
        })),
      ],
      hooks: {
        draw: [showLast],
        setCursor: [showLast],
        setScale: [(_, key) => key === "x" && chart && !isResampling && queueMicrotask(() => chart && resample())],
      },
    };
  }

  function describe() {
    const last = series.filter((one) => !one.edge && one.points.y.length > 0).map((one) => `${one.label} ${format(one.points.y.at(-1))}`);
    plot.setAttribute("aria-label", `${title}. ${last.join(", ")}`);
  }

  const resized = new ResizeObserver(() => (chart ? chart.setSize({ width: plot.clientWidth, height }) : draw()));
  resized.observe(plot);
  const seen = new IntersectionObserver(see);
  seen.observe(plot);
  document.addEventListener("themechange", draw, { signal });
  signal.addEventListener("abort", () => {
    resized.disconnect();
    seen.disconnect();
    chart?.destroy();
    chart = null;
  });
  moveByKeys(plot, () => chart);
  return Object.assign(root, { update });
}
