import { element, replace } from "../elements/element.js";
import { dateTime, duration } from "../texts/format.js";
import { text } from "../texts/text.js";
import { endedStates, mainMetric, progressBar, progressText, remainingText, scoreText, secondsRun, stateBadge } from "./job-words.js";

const columns = [
  { name: "state", sortKey: (job) => job.state },
  { name: "name", sortKey: (job) => job.model },
  { name: "dataset", sortKey: (job) => job.spec.dataset },
  { name: "progress", sortKey: (job) => job.progress },
  { name: "remaining", sortKey: (job) => job.etaSeconds ?? Infinity, isNumber: true },
  { name: "score", sortKey: (job) => mainMetric(job.best)?.value ?? Infinity, isNumber: true },
  { name: "duration", sortKey: (job) => secondsRun(job) ?? -1, isNumber: true },
  { name: "created", sortKey: (job) => job.createdAt },
];

/** A table of jobs. A click on a column's name sorts it. Rows are updated in place, so that nothing moves under the cursor. */
export class JobTable {
  #rows = new Map();
  #sort = { name: "created", isDescending: true };
  #filter;
  #onSelectionChanged;
  #body = element("tbody");
  #noMatchRow = element("tr", {}, element("td", { colspan: columns.length + 1, class: "soft" }, text("jobs.noMatch")));

  constructor(filter, onSelectionChanged, signal) {
    this.#filter = filter;
    this.#onSelectionChanged = onSelectionChanged;
    this.headings = columns.map((column) => this.#heading(column));
    this.element = element("table", {},
      element("caption", { class: "visually-hidden" }, text("jobs.title")),
      element("thead", {}, element("tr", {}, element("th", {}, element("span", { class: "visually-hidden" }, text("jobs.select"))), this.headings)),
      this.#body);
    const timer = setInterval(() => this.#updateDurations(), 1000);
    signal.addEventListener("abort", () => clearInterval(timer));
  }

  get size() {
    return this.#rows.size;
  }

  has(id) {
    return this.#rows.has(id);
  }

  /** Adds jobs, or updates them. @param {boolean} isComplete whether all other jobs are removed */
  addOrUpdate(jobs, isComplete = false) {
    if (isComplete) {
      const ids = new Set(jobs.map((job) => job.id));
      [...this.#rows.keys()].filter((id) => !ids.has(id)).forEach((id) => this.#rows.delete(id));
    }

    for (const job of jobs) {
      if (!this.#rows.has(job.id)) {
        this.#rows.set(job.id, this.#row(job.id));
      }

      this.#rows.get(job.id).update(job);
    }

    this.sortRows();
  }

  /** The ids of the selected jobs. */
  selectedIds() {
    return [...this.#rows.entries()].filter(([, row]) => row.checkbox.checked).map(([id]) => id);
  }

  /** Filters the rows, sorts them and shows them. */
  sortRows() {
    const { sortKey } = columns.find((column) => column.name === this.#sort.name);
    const direction = this.#sort.isDescending ? -1 : 1;
    const rows = [...this.#rows.values()].filter((row) => this.#matches(row.job)).sort((a, b) => {
      const [left, right] = [sortKey(a.job), sortKey(b.job)];
      return left === right ? 0 : (left < right ? -1 : 1) * direction;
    });
    const shown = rows.length > 0 || this.#rows.size === 0 ? rows.map((row) => row.element) : [this.#noMatchRow];
    if (shown.length !== this.#body.children.length || shown.some((row, i) => this.#body.children[i] !== row)) {
      replace(this.#body, shown);
    }
  }

  #matches(job) {
    const { state, search } = this.#filter;
    return (!state || job.state === state) && `${job.model} ${job.spec.dataset}`.toLowerCase().includes(search);
  }

  #heading(column) {
    const heading = element("th", { class: column.isNumber && "number", scope: "col" },
      element("button", { onclick: () => this.#sortBy(column.name) }, text(`jobs.${column.name}`)));
    heading.setAttribute("aria-sort", column.name === this.#sort.name ? "descending" : "none");
    return heading;
  }

  #sortBy(name) {
    this.#sort = { name, isDescending: this.#sort.name === name ? !this.#sort.isDescending : false };
    columns.forEach((column, i) =>
      this.headings[i].setAttribute("aria-sort", column.name !== name ? "none" : this.#sort.isDescending ? "descending" : "ascending"));
    this.sortRows();
  }

  #row(id) {
    const cells = columns.map(({ name, isNumber }) =>
      element("td", { class: isNumber ? "number" : name === "progress" || name === "created" ? "nowrap" : null }));
    const [state, name, dataset, progress, remaining, score, runTime, created] = cells;
    const checkbox = element("input", { type: "checkbox", onchange: () => this.#onSelectionChanged(this.selectedIds()) });
    const bar = progressBar(text("jobs.progress"));
    const position = element("span", { class: "small soft" });
    replace(progress, bar, position);
    const row = { element: element("tr", { "data-job": id }, element("td", {}, checkbox), cells), checkbox };
    row.update = (job) => {
      row.job = job;
      checkbox.setAttribute("aria-label", `${text("jobs.select")}: ${job.model}`);
      replace(state, stateBadge(job.state));
      if (!name.firstChild) {
        replace(name, element("a", { href: `#/jobs/${id}` }, job.model));
        dataset.textContent = job.spec.dataset;
        created.textContent = dateTime(job.createdAt);
      }

      bar.update(job.progress);
      position.textContent = progressText(job);
      remaining.textContent = remainingText(job);
      score.textContent = scoreText(job.best);
      row.updateDuration = () => (runTime.textContent = duration(secondsRun(job)));
      row.updateDuration();
    };
    return row;
  }

  #updateDurations() {
    this.#rows.forEach((row) => !endedStates.includes(row.job.state) && row.updateDuration());
  }
}
