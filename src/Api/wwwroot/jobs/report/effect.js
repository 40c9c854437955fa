import { chartPanel } from "../../charts/chart-panel.js";
import { effectPlot } from "../../charts/effect-plot.js";
import { rankedBars } from "../../charts/ranked-bars.js";
import { element, replace } from "../../elements/element.js";
import { select } from "../../elements/field.js";
import { versionPath } from "../../models/model-words.js";
import { send, withQuery } from "../../service/requests.js";
import { setQuery } from "../../shell/address.js";
import { count, number, percent } from "../../texts/format.js";
import { text } from "../../texts/text.js";

const isoDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?$/;

/**
 * What the model of a job predicts at the values of a chosen column. Its `show(column)` shows another column.
 * @param {object} report
 * @param {string[]} columns the columns of the model
 * @param {URLSearchParams} query what the address says
 */
export function effects(report, job, columns, about, query, signal) {
  const classes = report.classes ?? [];
  const drawing = element("div", { class: "scroll" });
  const hint = element("p", { class: "hint", role: "status" });
  const choice = select([["", text("effect.choose")], ...columns], "", (column) => show(column));
  // Of two classes the second is usually the one that is looked for.
  let chosenClass = classes.at(classes.length === 2 ? 1 : 0) ?? null;
  let shown = null;

  async function show(column) {
    choice.value = column;
    setQuery({ effect: column });
    replace(drawing);
    hint.textContent = column ? text("effect.computing") : "";
    if (!column) {
      return;
    }

    try {
      const path = `${versionPath({ name: job.model, version: job.version })}/effects`;
      const answer = await send("POST", withQuery(path, { column, ...(chosenClass !== null && { class: chosenClass }) }),
        { dataset: job.spec.dataset }, signal);
      if (choice.value === column) {
        draw(answer, job.spec.target);
      }
    } catch (error) {
      if (!signal.aborted) {
        hint.textContent = error.message;
      }
    }
  }

  function draw(answer, target) {
    const [effect] = answer.effects;
    shown = effect;
    const words = answer.class === null || answer.class === undefined ? (value) => number(value, 4) : (value) => percent(value);
    const yLabel = answer.class ? text("effect.probability", { name: answer.class }) : text("effect.prediction", { target });
    replace(drawing, chartOf(effect, yLabel, words));
    hint.textContent = [text("effect.hint", { rows: count(answer.usedRows) }), missingWords(effect, words)].join(" ");
  }

  function open(column) {
    show(column);
    panel.scrollIntoView({ block: "nearest" });
    choice.focus();
  }

  const classChoice = classes.length > 1 && element("label", { class: "inline" }, text("decisions.class"), select(classes, chosenClass, (name) => {
    chosenClass = name;
    show(choice.value);
  }));
  const panel = chartPanel({
    title: text("effect.title"),
    about,
    drawing: () => drawing.firstChild,
    table: () => tableOf(shown),
  }, element("div", { class: "buttons chart-head" }, element("label", { class: "inline" }, text("effect.column"), choice), classChoice),
  drawing, hint);
  if (columns.includes(query.get("effect"))) {
    show(query.get("effect"));
  }

  return Object.assign(panel, { show: open });
}

function chartOf({ axes: [{ column, points }], mean, individuals }, yLabel, words) {
  const label = text("effect.label", { column });
  const known = points.flatMap((point, i) => (isMissing(point) ? [] : [i]));
  const isDate = known.every((i) => isoDate.test(points[i].text));
  if (known.length === 0 || (!isDate && (points[known[0]].number ?? null) === null)) {
    return categories(points, mean, label, words);
  }

  return effectPlot(known.map((i) => ({
    x: isDate ? Date.parse(`${points[i].text.slice(0, 10)}T${points[i].text.slice(11) || "00:00:00"}Z`) : points[i].number,
    mean: mean[i],
    rows: points[i].rows,
    title: text("effect.at", {
      value: isDate ? points[i].text : number(points[i].number, 6), prediction: words(mean[i]), rows: count(points[i].rows),
    }),
  })), {
    label,
    xLabel: column,
    yLabel,
    formatX: isDate ? (time) => new Date(time).toISOString().slice(0, 10) : undefined,
    individuals: (individuals ?? []).map((values) => known.map((i) => values[i])),
  });
}

/** Bars from the mean prediction of all rows. */
function categories(points, mean, label, words) {
  const rows = points.reduce((sum, point) => sum + point.rows, 0);
  const base = mean.reduce((sum, value, i) => sum + (value * points[i].rows) / rows, 0);
  return rankedBars(points.map((point, i) => ({
    name: point.text ?? text("dataset.missing"), value: mean[i], words: words(mean[i]),
  })), { label, base, colorOf: (value) => (value < base ? "curve-2" : "curve-1") });
}

function isMissing(point) {
  return (point.number ?? null) === null && (point.text ?? null) === null;
}

/** What the model predicts for a missing value, which has no place on an axis of numbers. */
function missingWords({ axes: [{ points }], mean }, words) {
  const i = points.findIndex(isMissing);
  return i < 0 ? "" : text("effect.missing", { prediction: words(mean[i]), rows: count(points[i].rows) });
}

function tableOf(effect) {
  return {
    columns: [effect?.axes[0].column ?? "value", "prediction", "rows"],
    rows: effect ? effect.axes[0].points.map((point, i) => [point.number ?? point.text, effect.mean[i], point.rows]) : [],
  };
}
