import { element, replace } from "../../elements/element.js";
import { field, select } from "../../elements/field.js";
import { text } from "../../texts/text.js";
import { columnNames, columnTitle } from "./columns.js";

const typingMilliseconds = 300;
const states = ["queued", "running", "stopping", "stopped", "succeeded", "failed", "cancelled", "interrupted"];
const groups = ["dataset", "model", "project", "tag"];

/** The controls above the table: filter, state, grouping and columns. They change the view. */
export class ListControls {
  #view;
  #onChange;
  #columns = element("div", { class: "column-choice" });
  #filter;

  /** @param {(change: object) => void} onChange receives the changed fields of the view */
  constructor(view, onChange) {
    this.#view = view;
    this.#onChange = onChange;
    let timer;
    const input = element("input", {
      type: "search",
      value: view.filter,
      spellcheck: "false",
      placeholder: "glyphs optimizer.learningRate<0.1",
      oninput: () => {
        clearTimeout(timer);
        timer = setTimeout(() => onChange({ filter: input.value }), typingMilliseconds);
      },
    });
    this.#filter = field(text("jobs.filter"), input, text("jobs.filterHint"));
    const stateOptions = [["", text("jobs.anyState")], ...states.map((state) => [state, text(`state.${state}`)])];
    const groupOptions = [["", text("jobs.noGroup")], ...groups.map((group) => [group, text(`jobs.groupBy.${group}`)])];
    this.element = element("div", { class: "list-controls" },
      this.#filter,
      element("div", { class: "buttons" },
        element("label", { class: "inline" }, text("jobs.state"), select(stateOptions, view.state, (state) => onChange({ state }))),
        element("label", { class: "inline" }, text("jobs.group"), select(groupOptions, view.group, (group) => onChange({ group }))),
        element("details", { class: "columns-menu" }, element("summary", {}, text("jobs.columns")), this.#columns)));
  }

  focusFilter() {
    this.#filter.control.focus();
  }

  /** Shows what is wrong with the filter; null if nothing is. */
  setError(reason) {
    this.#filter.setError(reason);
  }

  /** Offers the columns that these jobs can have. */
  showColumns(jobs, shown) {
    const names = [...new Set([...columnNames(jobs), ...shown])];
    const key = `${names.join()} ${shown.join()} ${this.#view.columns === null}`;
    if (this.#columns.dataset.key === key) {
      return;
    }

    this.#columns.dataset.key = key;
    const focused = document.activeElement?.value;
    const isInside = this.#columns.contains(document.activeElement);
    replace(this.#columns,
      element("button", { disabled: this.#view.columns === null, onclick: () => this.#onChange({ columns: null }) }, text("jobs.automaticColumns")),
      names.map((name) => element("label", { class: "inline" },
        element("input", {
          type: "checkbox",
          value: name,
          checked: shown.includes(name),
          onchange: (event) => this.#onChange({ columns: event.target.checked ? [...shown, name] : shown.filter((one) => one !== name) }),
        }),
        columnTitle(name))));
    if (isInside) {
      this.#columns.querySelector(`input[value="${CSS.escape(focused)}"]`)?.focus();
    }
  }
}
