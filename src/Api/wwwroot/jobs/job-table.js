import { element, replace } from "../elements/element.js";
import { duration, moment } from "../texts/format.js";
import { text } from "../texts/text.js";
import { ended, place, progressBar, remaining, score, scoreText, seconds, stateMark } from "./job-words.js";

const columns = [
  { name: "state", by: (job) => job.state },
  { name: "name", by: (job) => job.model },
  { name: "dataset", by: (job) => job.spec.dataset },
  { name: "progress", by: (job) => job.progress },
  { name: "remaining", by: (job) => job.etaSeconds ?? Infinity, isNumber: true },
  { name: "score", by: (job) => score(job.best)?.value ?? Infinity, isNumber: true },
  { name: "duration", by: (job) => seconds(job) ?? -1, isNumber: true },
  { name: "created", by: (job) => job.createdAt },
];

/** The jobs as a table that is sorted by a click on a column's name; rows are changed in place, so that nothing jumps under the cursor. */
export class JobTable {
  #rows = new Map();
  #sort = { name: "created", isDescending: true };
  #filter;
  #selectionChanged;
  #body = element("tbody");
  #nothing = element("tr", {}, element("td", { colspan: columns.length + 1, class: "soft" }, text("jobs.noMatch")));

  constructor(filter, selectionChanged, signal) {
    this.#filter = filter;
    this.#selectionChanged = selectionChanged;
    this.headings = columns.map((column) => this.#heading(column));
    this.element = element("table", {},
      element("caption", { class: "visually-hidden" }, text("jobs.title")),
      element("thead", {}, element("tr", {}, element("th", {}, element("span", { class: "visually-hidden" }, text("jobs.select"))), this.headings)),
      this.#body);
    const ticking = setInterval(() => this.#tick(), 1000);
    signal.addEventListener("abort", () => clearInterval(ticking));
  }

  get size() {
    return this.#rows.size;
  }

  has(id) {
    return this.#rows.has(id);
  }

  /** Takes jobs in, or as they now are. @param {boolean} isWhole whether jobs that are not among them are gone */
  put(jobs, isWhole = false) {
    if (isWhole) {
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

  /** The ids of the ticked jobs. */
  selected() {
    return [...this.#rows.entries()].filter(([, row]) => row.tick.checked).map(([id]) => id);
  }

  sortRows() {
    const { by } = columns.find((column) => column.name === this.#sort.name);
    const direction = this.#sort.isDescending ? -1 : 1;
    const rows = [...this.#rows.values()].filter((row) => this.#matches(row.job)).sort((a, b) => {
      const [left, right] = [by(a.job), by(b.job)];
      return left === right ? 0 : (left < right ? -1 : 1) * direction;
    });
    const shown = rows.length > 0 || this.#rows.size === 0 ? rows.map((row) => row.element) : [this.#nothing];
    if (shown.length !== this.#body.children.length || shown.some((row, i) => this.#body.children[i] !== row)) {
      replace(this.#body, shown);
    }
  }

  #matches(job) {
    return (!this.#filter.state || job.state === this.#filter.state) && `${job.model} ${job.spec.dataset}`.toLowerCase().includes(this.#filter.words);
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
    const cells = columns.map(({ name, isNumber }) => element("td", { class: isNumber ? "number" : name === "progress" || name === "created" ? "whole" : null }));
    const [state, name, dataset, progress, left, best, ran, created] = cells;
    const tick = element("input", { type: "checkbox", onchange: () => this.#selectionChanged(this.selected()) });
    const bar = progressBar(text("jobs.progress"));
    const where = element("span", { class: "small soft" });
    replace(progress, bar, where);
    const row = { element: element("tr", { "data-job": id }, element("td", {}, tick), cells), tick };
    row.update = (job) => {
      row.job = job;
      tick.setAttribute("aria-label", `${text("jobs.select")}: ${job.model}`);
      replace(state, stateMark(job.state));
      if (!name.firstChild) {
        replace(name, element("a", { href: `#/jobs/${id}` }, job.model));
        dataset.textContent = job.spec.dataset;
        created.textContent = moment(job.createdAt);
      }

      bar.update(job.progress);
      where.textContent = place(job);
      left.textContent = remaining(job);
      best.textContent = scoreText(job.best);
      row.tell = () => (ran.textContent = duration(seconds(job)));
      row.tell();
    };
    return row;
  }

  #tick() {
    this.#rows.forEach((row) => !ended.includes(row.job.state) && row.tell());
  }
}
