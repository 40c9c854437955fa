import { element, replace } from "../elements/element.js";
import { select } from "../elements/field.js";
import { notify } from "../elements/notice.js";
import { get, withQuery } from "../service/requests.js";
import { count } from "../texts/format.js";
import { text } from "../texts/text.js";

/**
 * The rows of a dataset, page by page.
 * @param {{ path: string, parts: Object<string, number>, take: number, draw: (rows: object[]) => HTMLElement, signal: AbortSignal }} options
 * the dataset's path, the number of rows of each part, the number of rows per page, and the function that draws the rows
 * @returns {HTMLElement} with `reload()`, which loads the current page again
 */
export function rowsView({ path, parts, take, draw, signal }) {
  let part = "train";
  let skip = 0;
  let requestCount = 0;

  const shown = element("div");
  const position = element("span", { class: "small soft", role: "status" });
  const from = element("input", { type: "number", min: 0, onchange: (event) => showFrom(Number(event.target.value)) });
  const first = button("dataset.first", () => 0);
  const previous = button("dataset.previous", () => skip - take);
  const next = button("dataset.next", () => skip + take);
  const last = button("dataset.last", lastSkip);
  const partOptions = Object.keys(parts).map((name) => [name, text(`part.${name}`)]);
  const partChoice = element("label", { class: "inline" }, text("dataset.part"), select(partOptions, part, (chosen) => {
    part = chosen;
    showFrom(0);
  }));

  function button(name, to) {
    return element("button", { type: "button", onclick: () => showFrom(to()) }, text(name));
  }

  function lastSkip() {
    return Math.floor(Math.max(0, parts[part] - 1) / take) * take;
  }

  /** If another page is requested before this one arrives, only the newest page is shown. */
  async function showFrom(to) {
    const request = ++requestCount;
    const newSkip = Math.min(Math.max(0, Math.floor(to) || 0), Math.max(0, parts[part] - 1));
    try {
      const { items, total } = await get(withQuery(`${path}/rows`, { part, skip: newSkip, take }), signal);
      if (request === requestCount) {
        skip = newSkip;
        replace(shown, draw(items));
        replace(position, text("dataset.position", { first: count(skip), last: count(skip + items.length - 1), total: count(total) }));
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

  showFrom(0);
  return Object.assign(element("div", {},
    element("div", { class: "buttons paging" }, Object.keys(parts).length > 1 && partChoice, first, previous, next, last,
      element("label", { class: "inline" }, text("dataset.from"), from), position),
    shown), { reload: () => showFrom(skip) });
}
