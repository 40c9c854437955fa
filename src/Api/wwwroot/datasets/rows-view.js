import { element, replace } from "../elements/element.js";
import { select } from "../elements/field.js";
import { notify } from "../elements/notice.js";
import { get, withQuery } from "../service/requests.js";
import { count } from "../texts/format.js";
import { text } from "../texts/text.js";

/**
 * Pages through a dataset's rows.
 * @param {{ path: string, parts: Object<string, number>, take: number, draw: (rows: object[]) => HTMLElement, signal: AbortSignal }} options
 * the dataset's path, how many rows each part has, how many are a page, and what shows them
 * @returns {HTMLElement} with `again()`, which shows the page that is shown anew
 */
export function rowsView({ path, parts, take, draw, signal }) {
  let part = "train";
  let skip = 0;
  let asked = 0;

  const shown = element("div");
  const place = element("span", { class: "small soft", role: "status" });
  const from = element("input", { type: "number", min: 0, onchange: (event) => go(Number(event.target.value)) });
  const first = button("dataset.first", () => 0);
  const previous = button("dataset.previous", () => skip - take);
  const next = button("dataset.next", () => skip + take);
  const last = button("dataset.last", lastSkip);
  const choice = element("label", { class: "inline" }, text("dataset.part"), select(Object.keys(parts).map((name) => [name, text(`part.${name}`)]), part, (chosen) => {
    part = chosen;
    go(0);
  }));

  function button(name, to) {
    return element("button", { type: "button", onclick: () => go(to()) }, text(name));
  }

  function lastSkip() {
    return Math.floor(Math.max(0, parts[part] - 1) / take) * take;
  }

  /** Of several that are asked for one after another, the last is shown. */
  async function go(to) {
    const mine = ++asked;
    const wanted = Math.min(Math.max(0, Math.floor(to) || 0), Math.max(0, parts[part] - 1));
    try {
      const { items, total } = await get(withQuery(`${path}/rows`, { part, skip: wanted, take }), signal);
      if (mine === asked) {
        skip = wanted;
        replace(shown, draw(items));
        replace(place, text("dataset.place", { first: count(skip), last: count(skip + items.length - 1), total: count(total) }));
        from.value = skip;
        first.disabled = previous.disabled = skip === 0;
        next.disabled = last.disabled = skip + items.length >= total;
      }
    } catch (error) {
      if (!signal.aborted) {
        notify(error.message, "failed");
      }
    }
  }

  go(0);
  return Object.assign(element("div", {},
    element("div", { class: "buttons paging" }, Object.keys(parts).length > 1 && choice, first, previous, next, last,
      element("label", { class: "inline" }, text("dataset.from"), from), place),
    shown), { again: () => go(skip) });
}
