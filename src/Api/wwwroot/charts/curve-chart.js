import uPlot from "../vendor/uPlot.min.js";
import { element } from "../elements/element.js";
import { text } from "../texts/text.js";
import { downsample, join, pointsOf } from "./chart-data.js";
import { addKeyboardControl } from "./chart-keys.js";
import { chartHeight, chartOptions } from "./chart-options.js";
import { curveSvg } from "./curve-svg.js";
import { exportButtons } from "./export-buttons.js";

const pixelsPerBucket = 3;

/** A longer legend is folded. */
const maximumLegend = 6;

document.head.append(element("link", { rel: "stylesheet", href: "vendor/uPlot.min.css" }));

/**
 * A chart of curves over a common x, with a legend that follows the cursor, zoom by dragging (double-click shows the full range), a
 * logarithmic scale, and PNG, SVG and CSV files. Charts with the same `link` share their cursor.
 * @param {{ title: string, unit?: () => string | null, about?: () => string, link?: string, format?: (value: number) => string,
 * isLogarithmic?: boolean, onZoom?: (range: { min: number, max: number } | null) => void, signal: AbortSignal }} options `unit` says what the values
 * measure, `about` whose curves these are, for the picture; `onZoom` receives the range of x that the user chooses, null for the full range
 * @returns {HTMLElement} with `update(series, xLabel)` and `zoomTo(range)`. A series is { label, color, points: { x, y }, raw?, width?, dash?,
 * isFaded?, edge? }; `raw` has the points before smoothing, for the CSV file. Two series with the `edge` "low" and "high" form a band, which is
 * not in the legend.
 */
export function curveChart({ title, unit = () => null, about = () => "", link, format = String, isLogarithmic = false, onZoom = () => {}, signal }) {
  let chart = null;
  let series = [];
  let xLabel = "";
  let range = null;
  let isOwnScale = false;
  let isVisible = true;
  let hasPendingData = false;

  const plot = element("div", { class: "plot", role: "img", tabindex: 0, "aria-label": title });
  const logarithmic = button("chart.log", toggleScale);
  logarithmic.setAttribute("aria-pressed", String(isLogarithmic));
  const legend = button("chart.legend", toggleLegend);
  const unitLabel = element("span", { class: "small soft", "data-part": "unit" });
  const root = element("section", { class: "panel chart" },
    element("div", { class: "chart-head" },
      element("h2", {}, title),
      unitLabel,
      element("div", { class: "buttons" },
        legend,
        logarithmic,
        button("chart.all", () => chart && onZoomed(null)),
        exportButtons(title, { picture, table: () => pointsOf(series, xLabel) }))),
    plot);
  setLegendOpen(false);

  function button(name, onclick) {
    return element("button", { type: "button", onclick, "aria-label": `${text(name)}: ${title}` }, text(name));
  }

  function toggleScale() {
    isLogarithmic = !isLogarithmic;
    logarithmic.setAttribute("aria-pressed", String(isLogarithmic));
    draw();
  }

  function toggleLegend() {
    setLegendOpen(legend.getAttribute("aria-expanded") === "false");
  }

  /** A legend of few curves is always shown. */
  function setLegendOpen(isOpen) {
    const isLong = series.filter((curve) => !curve.edge).length > maximumLegend;
    legend.hidden = !isLong;
    legend.setAttribute("aria-expanded", String(isOpen));
    plot.classList.toggle("folded", isLong && !isOpen);
  }

  function update(newSeries, newXLabel) {
    const isSame = chart && newXLabel === xLabel && newSeries.length === series.length
      && newSeries.every((curve, i) => curve.label === series[i].label && curve.isFaded === series[i].isFaded);
    series = newSeries;
    xLabel = newXLabel;
    unitLabel.textContent = unit() ?? "";
    hasPendingData = isSame && !isVisible;
    if (!isSame) {
      setLegendOpen(legend.getAttribute("aria-expanded") === "true");
      draw();
    } else if (isVisible) {
      drawData();
    }

    updateDescription();
  }

  function drawData() {
    if (isFullRange()) {
      withOwnScale(() => chart.setData(chartData(-Infinity, Infinity)));
    } else {
      resample(chart.scales.x);
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

  function picture() {
    drawPendingData();
    const { width, height } = chart ?? {};
    return chart && { unit: unit(), about: about(), drawing: curveSvg(chart, series), width, height, series: series.filter((curve) => !curve.edge) };
  }

  function draw() {
    chart?.destroy();
    chart = null;
    if (plot.clientWidth > 0 && series.some((curve) => curve.points.x.length > 0)) {
      const options = chartOptions(series, { width: plot.clientWidth, xLabel, format, isLogarithmic, link, onScale });
      withOwnScale(() => (chart = new uPlot(options, chartData(-Infinity, Infinity), plot)));
      series.forEach((curve, i) => curve.edge && (chart.root.querySelectorAll(".u-series")[i + 1].hidden = true));
      showRange();
    }
  }

  /** Shows this range of x; null shows all. */
  function zoomTo(newRange) {
    if (newRange?.min !== range?.min || newRange?.max !== range?.max) {
      range = newRange;
      showRange();
    }
  }

  /** uPlot applies a scale at the end of the current task, and takes the range of new points from it. So the points follow the scale. */
  function showRange() {
    queueMicrotask(() => {
      if (chart && range && range.min < chart.data[0].at(-1) && range.max > chart.data[0][0]) {
        withOwnScale(() => chart.setScale("x", range));
        queueMicrotask(() => chart && range && resample(range));
      } else if (chart && !isFullRange()) {
        withOwnScale(() => chart.setScale("x", { min: chart.data[0][0], max: chart.data[0].at(-1) }));
      }
    });
  }

  /** uPlot reports each change of a scale, at the end of the current task at the latest. Those of the chart itself are no choice of the user. */
  function withOwnScale(change) {
    isOwnScale = true;
    change();
    queueMicrotask(() => (isOwnScale = false));
  }

  function onScale(key) {
    if (key === "x" && chart && !isOwnScale) {
      const { min, max } = chart.scales.x;
      queueMicrotask(() => chart && onZoomed(isFullRange() ? null : { min, max }));
    }
  }

  function onZoomed(newRange) {
    zoomTo(newRange);
    onZoom(newRange);
  }

  /** Samples the zoomed range again, with as many points as the full range had. */
  function resample({ min, max }) {
    withOwnScale(() => {
      chart.setData(chartData(min, max), false);
      chart.redraw();
    });
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

  function updateDescription() {
    const last = series.filter((curve) => !curve.edge && curve.points.y.length > 0).map((curve) => `${curve.label} ${format(curve.points.y.at(-1))}`);
    plot.setAttribute("aria-label", `${title}. ${last.join(", ")}`);
  }

  const resize = new ResizeObserver(() => (chart ? chart.setSize({ width: plot.clientWidth, height: chartHeight }) : draw()));
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
  return Object.assign(root, { update, zoomTo });
}
