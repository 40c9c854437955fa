import { element, replace } from "../../elements/element.js";
import { text } from "../../texts/text.js";
import { shortIds } from "../job-words.js";
import { columnTitle, columnsFor } from "./columns.js";
import { JobRow } from "./job-row.js";

const fixedColumns = 4;

/** A table of jobs in the order of the list, perhaps in groups. A click on the name of a column has the service sort by it. */
export class JobTable {
  #rows = new Map();
  #selected = new Set();
  #view;
  #actions;
  #jobs = [];
  #columns = [];
  #head = element("thead");
  #bodies = element("tbody");
  #selectAll = element("input", { type: "checkbox", "aria-label": text("jobs.selectAll"), onchange: () => this.#onSelectAll() });
  #selectAllHeading = element("th", {}, this.#selectAll);

  /**
   * @param {object} view the state of the list
   * @param {object} actions onSort(field), onSelectionChanged(), onChange(job)
   */
  constructor(view, actions, signal) {
    this.#view = view;
    this.#actions = actions;
    this.element = element("table", { class: "jobs", onkeydown: (event) => this.#onKey(event) },
      element("caption", { class: "visually-hidden" }, text("jobs.title")), this.#head, this.#bodies);
    const timer = setInterval(() => this.#rows.forEach((row) => row.updateDuration()), 1000);
    signal.addEventListener("abort", () => clearInterval(timer));
  }

  /** Shows these jobs, in this order. */
  show(jobs) {
    this.#jobs = jobs;
    this.#columns = columnsFor(jobs, this.#view.columns);
    this.#showHead();
    const ids = shortIds(jobs.map((job) => job.id));
    const known = this.#rows;
    this.#rows = new Map();
    const groups = this.#groups().map(({ title, members }) => [
      title !== null && element("tr", { class: "group" },
        element("th", { scope: "rowgroup", colspan: this.#width }, title, " ", element("span", { class: "soft" }, members.length))),
      members.flatMap((job) => {
        const key = `${job.id} ${title ?? ""}`;
        const row = known.get(key) ?? this.#createRow(job.id);
        row.update(job, this.#columns, ids.get(job.id), this.#selected.has(job.id));
        this.#rows.set(key, row);
        return row.elements();
      }),
    ]).flat(2).filter(Boolean);
    const rows = groups.length > 0 ? groups
      : [element("tr", {}, element("td", { colspan: this.#width, class: "soft" }, text("jobs.noMatch")))];
    if (rows.length !== this.#bodies.children.length || rows.some((row, i) => this.#bodies.children[i] !== row)) {
      const focused = document.activeElement;
      replace(this.#bodies, rows);
      if (focused !== document.activeElement && this.#bodies.contains(focused)) {
        focused.focus({ preventScroll: true });
      }
    }

    this.#updateSelection();
  }

  /** Shows the new state of a job that stays at its place. */
  update(job) {
    this.#jobs = this.#jobs.map((known) => (known.id === job.id ? job : known));
    this.#rows.forEach((row) => row.job.id === job.id && row.update(job, this.#columns, null, this.#selected.has(job.id)));
  }

  /** The selected jobs in the order of the list. */
  selectedJobs() {
    return this.#jobs.filter((job) => this.#selected.has(job.id));
  }

  get #width() {
    return fixedColumns + this.#columns.length;
  }

  #createRow(id) {
    return new JobRow(id, { onSelect: (selected, isSelected) => this.#onSelect(selected, isSelected), onChange: this.#actions.onChange });
  }

  #groups() {
    const { group } = this.#view;
    const titlesOf = {
      dataset: (job) => [job.spec.dataset],
      model: (job) => [job.model],
      project: (job) => [job.project ?? text("jobs.noProject")],
      tag: (job) => (job.tags.length > 0 ? job.tags : [text("jobs.noTag")]),
    }[group];
    if (!titlesOf) {
      return this.#jobs.length > 0 ? [{ title: null, members: this.#jobs }] : [];
    }

    const titles = [...new Set(this.#jobs.flatMap(titlesOf))];
    return titles.map((title) => ({ title, members: this.#jobs.filter((job) => titlesOf(job).includes(title)) }));
  }

  #showHead() {
    const title = this.#jobs.some((job) => job.name) ? "name" : "model";
    const headings = [
      element("th", { scope: "col" }, element("span", { class: "visually-hidden" }, text("jobs.star"))),
      element("th", { scope: "col" }, text("jobs.state")),
      this.#heading("name", text(`jobs.${title}`), title),
      ...this.#columns.map((column) => {
        const sort = typeof column.sort === "function" ? column.sort(this.#jobs) : column.sort;
        return this.#heading(column.name, columnTitle(column.name), sort, column);
      }),
    ];
    const key = headings.map((heading) => heading.outerHTML).join();
    if (this.#head.key !== key) {
      const focused = this.#head.contains(document.activeElement) ? document.activeElement.dataset.column : null;
      this.#head.key = key;
      replace(this.#head, element("tr", {}, this.#selectAllHeading, headings));
      this.#head.querySelector(`[data-column="${CSS.escape(focused ?? "")}"]`)?.focus();
    }
  }

  #heading(name, title, sort, { isNumber = false, hint } = {}) {
    const heading = element("th", { class: isNumber && "number", scope: "col", title: hint && text(hint) },
      sort ? element("button", { "data-column": name, onclick: () => this.#actions.onSort(sort) }, title) : title);
    if (sort) {
      const current = this.#view.sort || "-created";
      heading.setAttribute("aria-sort", current === sort ? "ascending" : current === `-${sort}` ? "descending" : "none");
    }

    return heading;
  }

  #onSelect(id, isSelected) {
    this.#selected[isSelected ? "add" : "delete"](id);
    this.#rows.forEach((row) => row.job.id === id && row.update(row.job, this.#columns, null, isSelected));
    this.#updateSelection();
  }

  #onSelectAll() {
    this.#selected = new Set(this.#selectAll.checked ? this.#jobs.map((job) => job.id) : []);
    this.#rows.forEach((row) => row.update(row.job, this.#columns, null, this.#selectAll.checked));
    this.#updateSelection();
  }

  #updateSelection() {
    const selected = this.selectedJobs().length;
    this.#selectAll.checked = selected > 0 && selected === this.#jobs.length;
    this.#selectAll.indeterminate = selected > 0 && selected < this.#jobs.length;
    this.#actions.onSelectionChanged();
  }

  /** The arrow keys move from row to row; x selects, s marks with a star, e edits. */
  #onKey(event) {
    const current = event.target.closest("tr[data-job]");
    if (!current || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }

    const rows = [...this.#bodies.querySelectorAll("tr[data-job]")];
    const neighbour = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const action = { x: "toggleSelection", s: "toggleStar", e: "edit" }[event.key];
    if (neighbour) {
      rows[rows.indexOf(current) + neighbour]?.row.focus();
      event.preventDefault();
    } else if (action) {
      current.row[action]();
      event.preventDefault();
    }
  }
}
