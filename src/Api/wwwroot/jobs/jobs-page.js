import { element, replace } from "../elements/element.js";
import { emptyState } from "../elements/empty.js";
import { attempt } from "../elements/notice.js";
import { onConnected, onJobChanged } from "../service/live.js";
import { count } from "../texts/format.js";
import { text } from "../texts/text.js";
import { firstSteps } from "./first-steps.js";
import { recipeCards } from "./recipe-cards.js";
import { BulkBar } from "./table/bulk-bar.js";
import { columnsFor } from "./table/columns.js";
import { JobList } from "./table/job-list.js";
import { JobTable } from "./table/job-table.js";
import { ListControls } from "./table/list-controls.js";
import { readView, saveView } from "./table/list-view.js";

const reloadMilliseconds = 300;

/** With fewer jobs, the page shows the first steps. */
const experiencedJobs = 3;

/** A live table of the jobs, which the service filters and sorts; for the first jobs, the first steps; without jobs, the recipes. */
export async function page({ query, signal }) {
  const view = readView(query);
  const list = new JobList(view, signal);
  const table = new JobTable(view, { onSort: sortBy, onSelectionChanged: () => bulk?.update(), onChange: updateJob }, signal);
  const bulk = new BulkBar(() => table.selectedJobs(), { onChange: updateJob, onDelete: removeJob });
  const controls = new ListControls(view, changeView);
  const more = element("button", { hidden: true, onclick: () => attempt(more, () => list.loadMore()).then(show) });
  const content = element("div");
  const recipes = element("div");
  const steps = firstSteps(signal);
  const root = element("div", {},
    element("div", { class: "head" },
      element("h1", {}, text("jobs.title")),
      element("div", { class: "buttons" }, element("a", { class: "button primary", href: "#/new" }, text("shell.new")))),
    steps,
    content);
  let timer;

  /** Loads the list. An error of the filter is shown at the filter, and the jobs stay. */
  async function load() {
    try {
      if (await list.reload()) {
        controls.setError(null);
        show();
      }
    } catch (error) {
      if (!error.errors?.filter && !error.errors?.sort) {
        throw error;
      }

      controls.setError([...(error.errors.filter ?? []), ...(error.errors.sort ?? [])].join("; "));
      show();
    }
  }

  /** Changes of many jobs within a moment load the list once. */
  function loadSoon() {
    timer ??= setTimeout(() => {
      timer = undefined;
      load().catch(() => {});
    }, reloadMilliseconds);
  }

  function show() {
    table.show(list.jobs);
    controls.showColumns(list.jobs, columnsFor(list.jobs, view.columns).map((column) => column.name));
    more.hidden = !list.hasMore;
    more.textContent = text("jobs.more", { shown: count(list.jobs.length), total: count(list.total) });
    const isUnfiltered = !view.filter && !view.state;
    const isEmpty = list.total === 0 && isUnfiltered;
    steps.hidden = !isUnfiltered || list.total >= experiencedJobs;
    steps.update(list.jobs);
    if (content.dataset.isEmpty !== String(isEmpty)) {
      content.dataset.isEmpty = isEmpty;
      replace(content, isEmpty ? [emptyState(text("jobs.empty")), recipes] : tableAndRecipes());
    }
  }

  function tableAndRecipes() {
    return [
      element("div", { class: "panel" },
        controls.element,
        bulk.element,
        element("div", { class: "scroll" }, table.element),
        element("p", { class: "hint" }, text("jobs.keys")),
        more),
      element("details", {}, element("summary", {}, text("recipes.title")), recipes),
    ];
  }

  function changeView(change) {
    Object.assign(view, change);
    saveView(view);
    if ("group" in change || "columns" in change) {
      show();
    } else {
      load().catch((error) => controls.setError(error.message));
    }
  }

  function sortBy(field) {
    changeView({ sort: (view.sort || "-created") === field ? `-${field}` : field });
  }

  function updateJob(job) {
    const isElsewhere = list.update(job);
    table.update(job);
    bulk.update();
    if (isElsewhere) {
      loadSoon();
    }
  }

  function removeJob(id) {
    list.remove(id);
    show();
  }

  function onKey(event) {
    if (event.key === "/" && !event.target.closest("input, textarea, select")) {
      event.preventDefault();
      controls.focusFilter();
    }
  }

  document.addEventListener("keydown", onKey, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  replace(recipes, await recipeCards(signal));
  onJobChanged(updateJob, signal);
  await load();
  onConnected(() => load().catch(() => {}), signal);
  return root;
}
