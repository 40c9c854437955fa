import { chartPanel } from "../charts/chart-panel.js";
import { rankedBars } from "../charts/ranked-bars.js";
import { element, replace } from "../elements/element.js";
import { select } from "../elements/field.js";
import { get, withQuery } from "../service/requests.js";
import { setQuery } from "../shell/address.js";
import { count, number } from "../texts/format.js";
import { text } from "../texts/text.js";
import { columnView } from "./column-view.js";

const shownColumns = 20;

/**
 * The columns of a table, ranked by their association with the target, and a close look at one of them. The address keeps the column.
 * @param {object} profile the dataset's profile
 * @param {string} path the service's path of the dataset
 * @param {URLSearchParams} query what the address says
 */
export function relationsTab(profile, path, query, signal) {
  const { target } = profile.summary;
  const ranking = element("div", {}, element("p", { class: "soft", role: "status" }, text(target ? "relations.reading" : "relations.noTarget")));
  const look = element("div", { role: "status" });
  const names = profile.table.columns.map(({ name }) => name);
  const choice = select([["", text("effect.choose")], ...names], "", (column) => show(column));
  let newest = null;

  async function show(column) {
    newest = column;
    choice.value = column;
    setQuery({ column });
    replace(look, column && element("p", { class: "soft" }, text("relations.reading")));
    if (!column) {
      return;
    }

    try {
      const view = await get(withQuery(`${path}/column`, { column }), signal);
      if (newest === column) {
        replace(look, columnView(view, profile.summary.name));
      }
    } catch (error) {
      if (!signal.aborted) {
        replace(look, element("p", { class: "field-error" }, error.message));
      }
    }
  }

  function open(column) {
    show(column);
    choice.focus();
    choice.scrollIntoView({ block: "nearest" });
  }

  async function rank() {
    try {
      replace(ranking, associationPanel(await get(`${path}/associations`, signal), profile.summary.name, open));
    } catch (error) {
      if (!signal.aborted) {
        replace(ranking, element("p", { class: "field-error" }, error.message));
      }
    }
  }

  if (target) {
    rank();
  }

  if (names.includes(query.get("column"))) {
    show(query.get("column"));
  }

  return element("div", {}, ranking,
    element("section", { class: "panel" }, element("label", { class: "inline" }, text("effect.column"), choice)), look);
}

function associationPanel({ target, rows, usedRows, associations }, about, open) {
  const known = associations.filter(({ value }) => (value ?? null) !== null);
  const drawing = element("div", { class: "scroll" });
  const more = element("button", { type: "button", onclick: () => draw(known.length) }, text("importance.all", { count: count(known.length) }));

  function draw(shown) {
    more.hidden = shown >= known.length;
    replace(drawing, rankedBars(known.slice(0, shown).map(({ column, measure, value }) => ({
      name: column, value, words: `${number(value, 2)} ${text(`measure.short.${measure}`)}`,
    })), { label: text("relations.label", { target }), colorOf: (value) => (value < 0 ? "curve-2" : "curve-1"), onOpen: open }));
  }

  draw(shownColumns);
  return chartPanel({
    title: text("relations.title", { target }),
    hint: [
      text("relations.rows", { rows: count(rows), usedRows: count(usedRows) }), " ",
      [...new Set(known.map(({ measure }) => measure))].map((measure) => `${text(`measure.${measure}`)} `), text("relations.hint"),
    ],
    about,
    drawing: () => drawing.firstChild,
    table: () => ({
      columns: ["column", "measure", "value", "rows"],
      rows: associations.map((one) => [one.column, one.measure, one.value, one.rows]),
    }),
  }, drawing, more);
}
