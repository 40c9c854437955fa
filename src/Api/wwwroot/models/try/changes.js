import { element, replace } from "../../elements/element.js";
import { attempt } from "../../elements/notice.js";
import { send, withQuery } from "../../service/requests.js";
import { number, percent } from "../../texts/format.js";
import { text } from "../../texts/text.js";
import { versionPath } from "../model-words.js";

const pointsOfColumn = 10;
const maximumColumns = 40;
const shownChanges = 8;

/**
 * Which change of a single column would change the prediction: another class, or the largest step of a number. The values are ones that training
 * rows have.
 * @param {{ version: object, dataset: string, row: () => object, columns: () => string[], onChoose: (row: object) => void, signal: AbortSignal }}
 * options `columns` gives the columns to try, the most important ones first; `onChoose` receives the row with a change that is clicked
 */
export function changesPanel({ version, dataset, row, columns, onChoose, signal }) {
  const content = element("div", { role: "status" });
  const find = element("button", { type: "button", onclick: () => attempt(find, findChanges) }, text("change.find"));
  let axes = null;

  async function findChanges() {
    axes ??= send("POST", withQuery(`${versionPath(version)}/effects`, {
      points: pointsOfColumn, ...(version.classes && { class: version.classes[0] }),
    }), { dataset }, signal).catch((error) => {
      axes = null;
      throw error;
    });
    const points = new Map((await axes).effects.map(({ axes: [axis] }) => [axis.column, axis.points]));
    const now = row();
    const tried = columns().slice(0, maximumColumns).flatMap((column) => (points.get(column) ?? [])
      .map((point) => point.number ?? point.text ?? null)
      .filter((value) => value !== null && String(value) !== String(now[column]))
      .map((value) => ({ column, value })));
    const { predictions: [before, ...after] } = await send("POST", `${versionPath(version)}/predict`, {
      rows: [now, ...tried.map(({ column, value }) => ({ ...now, [column]: value }))],
    }, signal);
    const changes = tried.map((change, i) => ({ ...change, before, after: after[i] }));
    draw(before.probabilities ? classChanges(changes) : numberChanges(changes), now);
  }

  function draw(changes, now) {
    replace(content, changes.length === 0 ? element("p", { class: "soft" }, text("change.none")) : element("div", { class: "scroll" },
      element("table", {},
        element("thead", {}, element("tr", {}, ["column", "now", "then", "prediction"].map((name) =>
          element("th", { scope: "col" }, text(`change.${name}`))))),
        element("tbody", {}, changes.map(({ column, value, after }) => element("tr", { "data-change": column },
          element("th", { scope: "row" }, column),
          element("td", {}, shown(now[column])),
          element("td", {}, element("button", {
            type: "button", class: "plain", onclick: () => onChoose({ ...now, [column]: value }),
          }, shown(value))),
          element("td", {}, answerOf(after))))))));
  }

  const panel = element("section", { class: "panel" },
    element("div", { class: "head" }, element("h2", {}, text("change.title")), element("div", { class: "buttons" }, find)),
    element("p", { class: "hint" }, text("change.hint")), content);
  return Object.assign(panel, { clear: () => replace(content) });
}

/** One change for each column: the one that makes another class most probable; without one, those that lower the probability most. */
function classChanges(changes) {
  const probability = ({ before, after }) => after.probabilities[before.classIndex];
  const best = bestOfColumns(changes, probability).sort((a, b) => probability(a) - probability(b));
  const others = best.filter(({ before, after }) => after.label !== before.label);
  return (others.length > 0 ? others : best.filter((change) => probability(change) < change.before.probabilities[change.before.classIndex]))
    .slice(0, shownChanges);
}

/** The largest step of each column. */
function numberChanges(changes) {
  const step = ({ before, after }) => -Math.abs(after.value - before.value);
  return bestOfColumns(changes, step).filter((change) => step(change) < 0).sort((a, b) => step(a) - step(b)).slice(0, shownChanges);
}

/** The change of each column with the smallest value. */
function bestOfColumns(changes, valueOf) {
  const best = new Map();
  for (const change of changes) {
    const known = best.get(change.column);
    if (!known || valueOf(change) < valueOf(known)) {
      best.set(change.column, change);
    }
  }

  return [...best.values()];
}

function answerOf({ label, probabilities, classIndex, value }) {
  return probabilities ? `${label} (${percent(probabilities[classIndex])})` : number(value, 6);
}

function shown(value) {
  return (value ?? "") === "" ? text("try.missing") : typeof value === "number" ? number(value, 6) : String(value);
}
