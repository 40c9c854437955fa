import { element, replace } from "../../elements/element.js";
import { attempt } from "../../elements/notice.js";
import { text } from "../../texts/text.js";
import { endedStates, stateBadge } from "../job-words.js";
import { columnTitle } from "./columns.js";
import { editJob, saveLabels } from "./label-editor.js";

/** A row of the table. Its cells are updated in place, so that nothing moves under the cursor. */
export class JobRow {
  #cells = [];
  #columns = [];
  #shortId;
  #checkbox = element("input", { type: "checkbox", onchange: () => this.#actions.onSelect(this.job.id, this.#checkbox.checked) });
  #star = element("button", { class: "plain star", onclick: () => this.toggleStar() });
  #state = element("td");
  #link = element("a", { class: "job-link" });
  #about = element("span", { class: "small soft" });
  #edit = element("button", { class: "plain small job-edit", onclick: () => this.edit() }, text("jobs.edit"));
  #editor = null;
  #actions;

  /** @param {object} actions onSelect(id, isSelected), onChange(job) */
  constructor(id, actions) {
    this.#actions = actions;
    this.#link.href = `#/jobs/${id}`;
    this.element = element("tr", { "data-job": id });
    this.element.row = this;
  }

  /** Shows a job in these columns. */
  update(job, columns, shortId, isSelected) {
    this.job = job;
    this.#shortId = shortId ?? this.#shortId;
    const title = job.name ?? job.model;
    this.#checkbox.setAttribute("aria-label", `${text("jobs.select")}: ${title}`);
    this.#checkbox.checked = isSelected;
    this.#star.textContent = job.starred ? "★" : "☆";
    this.#star.setAttribute("aria-pressed", String(job.starred));
    this.#star.setAttribute("aria-label", text("jobs.starOf", { name: title }));
    this.#edit.setAttribute("aria-label", text("jobs.editOf", { name: title }));
    if (this.#state.dataset.state !== job.state) {
      this.#state.dataset.state = job.state;
      replace(this.#state, stateBadge(job.state));
    }

    this.#link.textContent = title;
    this.#link.title = job.note ?? "";
    this.#about.textContent = [job.name && job.model, this.#shortId].filter(Boolean).join(" · ");
    if (columns.map((column) => column.name).join() !== this.#columns.map((column) => column.name).join()) {
      const focused = this.element.contains(document.activeElement) ? document.activeElement : null;
      this.#columns = columns;
      this.#cells = columns.map(({ name, isNumber, isNowrap }) =>
        element("td", { class: isNumber ? "number" : isNowrap ? "nowrap" : null, "data-label": columnTitle(name) }));
      replace(this.element,
        element("td", {}, this.#checkbox),
        element("td", {}, this.#star),
        this.#state,
        element("td", { class: "job-name" }, this.#link, element("br"), this.#about, " ", this.#edit),
        this.#cells);
      focused?.focus({ preventScroll: true });
    }

    columns.forEach((column, i) => column.show(this.#cells[i], job));
  }

  /** Shows the time that a running job has taken. */
  updateDuration() {
    const index = this.#columns.findIndex((column) => column.name === "duration");
    if (index >= 0 && !endedStates.includes(this.job.state)) {
      this.#columns[index].show(this.#cells[index], this.job);
    }
  }

  focus() {
    this.#link.focus();
  }

  toggleSelection() {
    this.#checkbox.click();
  }

  toggleStar() {
    return attempt(this.#star, async () => this.#actions.onChange(await saveLabels(this.job.id, { starred: !this.job.starred })))
      .then(() => this.#star.focus());
  }

  /** Opens the editor below the row. */
  edit() {
    if (!this.#editor?.isConnected) {
      this.#editor = element("tr", { class: "editor" },
        element("td", { colspan: this.element.children.length }, editJob(this.job, (job) => job && this.#actions.onChange(job), () => {
          this.#editor.remove();
          this.#edit.focus();
        })));
      this.element.after(this.#editor);
    }

    this.#editor.querySelector("input").focus();
  }

  /** The row, and its editor while it is open. */
  elements() {
    return this.#editor?.isConnected ? [this.element, this.#editor] : [this.element];
  }
}
