import { element, replace } from "../elements/element.js";
import { emptyState } from "../elements/empty.js";
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

/** A live table of the jobs; without jobs, the recipes. */
export async function page({ signal }) {
  let total = 0;
  const filter = { search: "", state: "" };
  const compare = element("button", { onclick: () => (location.hash = `#/compare?ids=${table.selectedIds().join(",")}`) }, text("jobs.compare"));
  const table = new JobTable(filter, (selected) => (compare.disabled = selected.length < 2), signal);
  const more = element("button", { hidden: true, onclick: () => attempt(more, () => load(table.size)) }, text("jobs.more"));
  const list = element("div");
  const content = element("div", {},
    element("div", { class: "head" },
      element("h1", {}, text("jobs.title")),
      element("div", { class: "buttons" }, compare, element("a", { class: "button primary", href: "#/new" }, text("shell.new")))),
    list);
  const recipes = element("div");

  const pendingUpdates = new Set();

  /** Jobs that change while the list is loading are newer than the list, so they are applied after it. */
  async function load(skip = 0) {
    const updates = new Map();
    pendingUpdates.add(updates);
    try {
      const jobs = await get(withQuery("/api/jobs", { skip, take: pageSize }), signal);
      total = jobs.total;
      table.addOrUpdate(jobs.items, skip === 0);
      updates.forEach(addOrUpdateJob);
    } finally {
      pendingUpdates.delete(updates);
    }

    updateLayout();
  }

  function addOrUpdateJob(job) {
    total += table.has(job.id) ? 0 : 1;
    table.addOrUpdate([job]);
  }

  function updateLayout() {
    more.hidden = table.size >= total;
    more.textContent = text("jobs.more", { shown: count(table.size), total: count(total) });
    const isEmpty = total === 0;
    if (list.dataset.isEmpty !== String(isEmpty)) {
      list.dataset.isEmpty = isEmpty;
      replace(list, isEmpty ? emptyContent() : tableAndRecipes());
    }
  }

  function emptyContent() {
    return [emptyState(text("jobs.empty")), recipes];
  }

  function tableAndRecipes() {
    const stateOptions = [["", text("jobs.anyState")], ...states.map((state) => [state, text(`state.${state}`)])];
    return [
      element("div", { class: "panel" },
        element("div", { class: "buttons filter" },
          element("label", { class: "inline" }, text("jobs.filter"),
            element("input", { type: "search", oninput: (event) => setFilter({ search: event.target.value.toLowerCase() }) })),
          element("label", { class: "inline" }, text("jobs.state"), select(stateOptions, filter.state, (state) => setFilter({ state })))),
        element("div", { class: "scroll" }, table.element),
        more),
      element("details", {}, element("summary", {}, text("recipes.title")), recipes),
    ];
  }

  function setFilter(change) {
    Object.assign(filter, change);
    table.sortRows();
  }

  compare.disabled = true;
  replace(recipes, await recipeCards(signal));
  onJobChanged((job) => {
    pendingUpdates.forEach((updates) => updates.set(job.id, job));
    addOrUpdateJob(job);
    updateLayout();
  }, signal);
  await load();
  onConnected(() => load().catch(() => {}), signal);
  return content;
}
