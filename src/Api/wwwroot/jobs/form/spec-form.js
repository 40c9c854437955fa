import { element, serviceText } from "../../elements/element.js";
import { field } from "../../elements/field.js";
import { text, textOr } from "../../texts/text.js";
import { valueAt } from "../spec-values.js";
import { writeRange } from "./ranges.js";
import { fieldOfError, groupsOf } from "./spec-fields.js";
import { specInput } from "./spec-inputs.js";

/**
 * A form with the fields of a spec. A field without a value shows its default. A field that is cleared gets its default again.
 * @param {object[]} fields the fields that fieldsOf returns
 * @param {(path: string, read: { value?: any, range?: object }) => void} onChange receives the typed value of a field, undefined if the field is
 * cleared; or the range that a search tries
 */
export class SpecForm {
  #fields;
  #inputs = new Map();
  #groups;

  constructor(fields, onChange) {
    this.#fields = fields;
    this.#groups = groupsOf(fields).map((group) => this.#createGroup(group, onChange));
    this.element = element("div", { class: "spec-form" }, this.#groups);
  }

  /** Shows a spec: its own values and what its search tries, and the defaults of the complete spec for all other fields. */
  show(spec, complete) {
    for (const { entry, input, searched } of this.#inputs.values()) {
      const range = spec.search?.space?.[entry.path];
      const explicitValue = valueAt(spec, entry.path);
      if (document.activeElement !== input.control) {
        input.write(explicitValue ?? valueAt(complete, entry.path), input.takesRanges && range);
      }

      // A control that cannot show the range has it in words.
      searched.hidden = !range || Boolean(input.takesRanges && writeRange(range, { isList: entry.kind === "numbers" }));
      searched.textContent = range ? text("newJob.searched", { values: JSON.stringify(range.choice ?? range) }) : "";
      input.control.classList.toggle("explicit", explicitValue !== undefined || Boolean(range));
    }
  }

  /** Sets the choices of a field, such as dataset names or column names. */
  setChoices(path, choices) {
    this.#inputs.get(path).input.setChoices(choices);
  }

  /** Shows each error at its field. @returns {string[]} the errors that belong to no field. */
  showErrors(errors) {
    this.#inputs.forEach(({ frame }) => frame.setError(null));
    const otherErrors = [];
    for (const [path, reasons] of Object.entries(errors)) {
      const errorField = fieldOfError(this.#fields, path);
      if (errorField) {
        const { frame } = this.#inputs.get(errorField.path);
        frame.setError(path === errorField.path ? reasons.join("; ") : `${path}: ${reasons.join("; ")}`);
        frame.closest("details")?.setAttribute("open", "");
      } else {
        otherErrors.push(`${path}: ${reasons.join("; ")}`);
      }
    }

    return otherErrors;
  }

  #createGroup({ name, fields }, onChange) {
    const frames = fields.map((entry) => {
      const input = specInput(entry);
      const label = textOr(`spec.${entry.path}`, entry.path);
      const frame = field(label, input.control, serviceText(firstSentence(entry.description), `field.${entry.path}`));
      const searched = element("p", { class: "hint searched", hidden: true });
      frame.append(searched);
      frame.dataset.path = entry.path;
      input.control.addEventListener("change", () => onChange(entry.path, input.read()));
      input.control.addEventListener("input", () => entry.kind !== "json" && onChange(entry.path, input.read()));
      this.#inputs.set(entry.path, { entry, input, frame, searched });
      return frame;
    });
    return name === "main"
      ? element("section", { class: "panel" }, element("div", { class: "fields" }, frames), element("p", { class: "hint" }, text("newJob.ranges")))
      : element("details", { class: "panel" }, element("summary", {}, textOr(`spec.${name}`, name)), element("div", { class: "fields" }, frames));
  }
}

function firstSentence(description) {
  return description.split(/(?<=\.)\s/)[0].replaceAll("`", "");
}
