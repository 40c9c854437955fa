import { chartPanel } from "../charts/chart-panel.js";
import { curveColor } from "../charts/colors.js";
import { histogram } from "../charts/histogram.js";
import { rankedBars } from "../charts/ranked-bars.js";
import { scatterPlot } from "../charts/scatter.js";
import { stackedBars } from "../charts/stacked-bars.js";
import { element } from "../elements/element.js";
import { count, number, percent } from "../texts/format.js";
import { text } from "../texts/text.js";

const standardErrors = 1.96;

/** A close look at a column: its distribution, the target by its values, and where values are missing. */
export function columnView(view, about) {
  return element("div", { class: "columns", "data-column-view": view.column },
    distribution(view, about),
    view.groups && view.groups.length > 0 && (view.classes ? classShares(view, about) : targetMeans(view, about)),
    view.points && view.points.length > 0 && scatter(view, about),
    view.missingByRows.some((rows) => rows > 0) && missing(view, about));
}

function distribution({ column, type, rows, usedRows, histogram: bins, top }, about) {
  const title = text("columnView.distribution", { column });
  const hint = usedRows < rows && text("columnView.sample", { rows: count(rows), usedRows: count(usedRows) });
  const table = () => (bins
    ? { columns: ["from", "to", "rows"], rows: bins.counts.map((counted, i) => [edge(bins, i), edge(bins, i + 1), counted]) }
    : { columns: [column, "rows"], rows: (top ?? []).map(({ value, count: counted }) => [value, counted]) });
  const isEmpty = !bins && !(top?.length > 0);
  const drawing = isEmpty ? element("p", { class: "soft" }, text("columnView.empty"))
    : bins ? histogram({
      label: title,
      from: bins.from,
      to: bins.to > bins.from ? bins.to : bins.from + 1,
      series: [{ color: "curve-1", counts: bins.counts }],
      xLabel: column,
      yLabel: text("columnView.rows"),
      ...(type === "date" && { formatX: day }),
    })
    : rankedBars(top.map(({ value, count: counted }) => ({ name: value, value: counted, words: count(counted) })), { label: title });
  return isEmpty ? element("section", { class: "panel" }, element("h2", {}, title), drawing)
    : chartPanel({ title, about, hint, drawing: () => drawing, table }, element("div", { class: "scroll" }, drawing));
}

function edge({ from, to, counts }, i) {
  return from + (i / counts.length) * (to - from);
}

/** The share of each class of the target, by value of the column. */
function classShares({ column, type, target, classes, groups, association }, about) {
  const series = classes.map((label, i) => ({ label, color: curveColor(i) }));
  const title = text("columnView.target", { target, column });
  const drawing = stackedBars(groups.map((group) => ({ name: nameOf(group, type), shares: group.shares, words: count(group.rows) })),
    { label: title, series });
  return chartPanel({
    title,
    unit: associationWords(association),
    hint: text("columnView.sharesHint"),
    about,
    drawing: () => drawing,
    series,
    table: () => ({ columns: [column, "rows", ...classes], rows: groups.map((group) => [nameOf(group, type), group.rows, ...group.shares]) }),
  }, element("div", { class: "scroll" }, drawing));
}

/** The mean target by value of the column, from the mean of all rows. */
function targetMeans({ column, type, target, groups, association }, about) {
  const rows = groups.reduce((sum, group) => sum + group.rows, 0);
  const base = groups.reduce((sum, group) => sum + (group.mean * group.rows) / rows, 0);
  const title = text("columnView.target", { target, column });
  const drawing = rankedBars(groups.map((group) => {
    const margin = standardErrors * (group.standardError ?? 0);
    return { name: nameOf(group, type), value: group.mean, low: group.mean - margin, high: group.mean + margin, words: number(group.mean, 4) };
  }), { label: title, base, colorOf: (value) => (value < base ? "curve-2" : "curve-1") });
  return chartPanel({
    title,
    unit: associationWords(association),
    hint: text("columnView.meansHint", { mean: number(base) }),
    about,
    drawing: () => drawing,
    table: () => ({
      columns: [column, "rows", "mean", "standardError"],
      rows: groups.map((group) => [nameOf(group, type), group.rows, group.mean, group.standardError]),
    }),
  }, element("div", { class: "scroll" }, drawing));
}

function scatter({ column, type, target, points }, about) {
  const title = text("columnView.points", { target, column });
  const drawing = scatterPlot(points.map(({ x, y }) => ({
    x, y, title: `${type === "date" ? day(x) : number(x)}, ${number(y)}`,
  })), { xLabel: column, yLabel: target, line: "none", label: title, ...(type === "date" && { formatX: day }) });
  return chartPanel({
    title, about, drawing: () => drawing, table: () => ({ columns: [column, target], rows: points.map(({ x, y }) => [x, y]) }),
  }, drawing);
}

function missing({ column, rows, missingByRows }, about) {
  const title = text("columnView.missing", { column });
  const drawing = histogram({
    label: title,
    from: 0,
    to: rows,
    series: [{ color: "curve-2", counts: missingByRows }],
    xLabel: text("report.row"),
    yLabel: text("columnView.missingRows"),
  });
  return chartPanel({
    title,
    about,
    drawing: () => drawing,
    table: () => ({
      columns: ["firstRow", "missing"],
      rows: missingByRows.map((counted, i) => [Math.ceil((i * rows) / missingByRows.length), counted]),
    }),
  }, drawing);
}

function associationWords({ measure, value, rows }) {
  return (value ?? null) === null ? null
    : text("columnView.association", { measure: text(`measure.short.${measure}`), value: number(value, 3), rows: count(rows) });
}

function nameOf({ from, to, value }, type) {
  const words = type === "date" ? day : (each) => number(each, 4);
  return (value ?? null) !== null ? value
    : (from ?? null) === null ? text("dataset.missing")
    : from === to ? words(from) : `${words(from)} – ${words(to)}`;
}

function day(milliseconds) {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
