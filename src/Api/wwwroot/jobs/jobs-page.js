import { element, replace } from "../elements/element.js";
import { empty } from "../elements/empty.js";
import { select } from "../elements/field.js";
import { attempt } from "../elements/notice.js";
import { onConnected, onJobChanged } from "../service/live.js";
import { get, withQuery } from "../service/requests.js";
import { count } from "../texts/format.js";
import { text } from "../texts/text.js";
import { JobTable } from "./job-table.js";
import { recipeCards } from "./recipe-cards.js";

const pageSize = 100;
const states = ["queued", "running", "stopping", "stopped", "succeeded", "failed", "cancelled", "interrupted"];

/** A live table of the jobs; while there is none, the recipes. */
export async function page({ signal }) {
  let total = 0;
  const filter = { words: "", state: "" };
  const compare = element("button", { onclick: () => (location.hash = `#/compare?ids=${table.selected().join(",")}`) }, text("jobs.compare"));
  const table = new JobTable(filter, (selected) => (compare.disabled = selected.length < 2), signal);
  const more = element("button", { hidden: true, onclick: () => attempt(more, () => load(table.size)) }, text("jobs.more"));
  const shown = element("div");
  const content = element("div", {},
    element("div", { class: "head" },
      element("h1", {}, text("jobs.title")),
      element("div", { class: "buttons" }, compare, element("a", { class: "button primary", href: "#/new" }, text("shell.new")))),
    shown);
  const recipes = element("div");

  const loads = new Set();

  /** What is told while a list is on its way is newer than the list. */
  async function load(skip = 0) {
    const told = new Map();
    loads.add(told);
    try {
      const jobs = await get(withQuery("/api/jobs", { skip, take: pageSize }), signal);
      total = jobs.total;
      table.put(jobs.items, skip === 0);
      told.forEach(take);
    } finally {
      loads.delete(told);
    }

    layOut();
  }

  function take(job) {
    total += table.has(job.id) ? 0 : 1;
    table.put([job]);
  }

  function layOut() {
    more.hidden = table.size >= total;
    more.textContent = text("jobs.more", { shown: count(table.size), total: count(total) });
    const isEmpty = total === 0;
    if (shown.dataset.isEmpty !== String(isEmpty)) {
      shown.dataset.isEmpty = isEmpty;
      replace(shown, isEmpty ? nothingYet() : tableAndRecipes());
    }
  }

  function nothingYet() {
    return [empty(text("jobs.empty")), recipes];
  }

  function tableAndRecipes() {
    return [
      element("div", { class: "panel" },
        element("div", { class: "buttons filter" },
          element("label", { class: "inline" }, text("jobs.filter"), element("input", { type: "search", oninput: (event) => narrow({ words: event.target.value.toLowerCase() }) })),
          element("label", { class: "inline" }, text("jobs.state"),
            select([["", text("jobs.anyState")], ...states.map((state) => [state, text(`state.${state}`)])], filter.state, (state) => narrow({ state })))),
        element("div", { class: "scroll" }, table.element),
        more),
      element("details", {}, element("summary", {}, text("recipes.title")), recipes),
    ];
  }

  function narrow(change) {
    Object.assign(filter, change);
    table.sortRows();
  }

  compare.disabled = true;
  replace(recipes, await recipeCards(signal));
  onJobChanged((job) => {
    loads.forEach((told) => told.set(job.id, job));
    take(job);
    layOut();
  }, signal);
  await load();
  onConnected(() => load().catch(() => {}), signal);
  return content;
}
