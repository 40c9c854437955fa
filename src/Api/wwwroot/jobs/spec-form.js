import { element, replace, serviceText } from "../elements/element.js";
import { field } from "../elements/field.js";
import { text, textOr } from "../texts/text.js";
import { fieldOfError, groupsOf } from "./spec-fields.js";
import { valueAt } from "./spec-values.js";

/**
 * A form with the fields of a spec. A field without a value shows its default. A field that is cleared gets its default again.
 * @param {object[]} fields the fields that fieldsOf returns
 * @param {(path: string, value: any) => void} onChange receives the typed value of a field; undefined if the field is cleared
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

  /** Shows a spec: its own values, and the defaults of the complete spec for all other fields. */
  show(spec, complete) {
    for (const { entry, input } of this.#inputs.values()) {
      const explicitValue = valueAt(spec, entry.path);
      if (document.activeElement !== input.control) {
        input.write(explicitValue ?? valueAt(complete, entry.path));
      }

      input.control.classList.toggle("explicit", explicitValue !== undefined);
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
      const input = inputTypes[entry.kind]?.(entry) ?? stringInput();
      const label = textOr(`spec.${entry.path}`, entry.path);
      const frame = field(label, input.control, serviceText(firstSentence(entry.description), `field.${entry.path}`));
      frame.dataset.path = entry.path;
      input.control.addEventListener("change", () => onChange(entry.path, input.read()));
      input.control.addEventListener("input", () => entry.kind !== "json" && onChange(entry.path, input.read()));
      this.#inputs.set(entry.path, { entry, input, frame });
      return frame;
    });
    return name === "main"
      ? element("div", { class: "fields panel" }, frames)
      : element("details", { class: "panel" }, element("summary", {}, textOr(`spec.${name}`, name)), element("div", { class: "fields" }, frames));
  }
}

/** The strings that name a dataset or a column. */
const choicePaths = ["dataset", "target", "weightColumn", "validation.groupColumn", "validation.timeColumn"];

/** The controls of each kind of field. `write` shows a value; `read` returns it, or undefined if the control is empty. */
const inputTypes = {
  choice: ({ choices }) => choiceInput(choices),
  boolean() {
    const control = element("input", { type: "checkbox" });
    return { control, write: (value) => (control.checked = value === true), read: () => control.checked };
  },
  number() {
    const control = element("input", { type: "number", step: "any" });
    return {
      control,
      write: (value) => (control.value = Number.isFinite(value) ? value : ""),
      read: () => (control.value === "" ? undefined : Number(control.value)),
    };
  },
  numbers() {
    const control = element("input", { inputmode: "decimal", placeholder: text("newJob.numbers") });
    return {
      control,
      write: (value) => (control.value = [value ?? []].flat().join(", ")),
      // A part that is not a number is sent as it is, so that the service reports it.
      read: () => control.value.split(/[,;\s]+/).filter(Boolean).map((part) => (Number.isNaN(Number(part)) ? part : Number(part))),
    };
  },
  strings() {
    const control = element("select", { multiple: true, size: 6 });
    return {
      control,
      write: (value) => [...control.options].forEach((option) => (option.selected = value?.includes(option.value) ?? false)),
      read: () => (control.selectedOptions.length === 0 ? undefined : [...control.selectedOptions].map((option) => option.value)),
      setChoices: (choices) => replace(control, choices.map((choice) => element("option", { value: choice }, choice))),
    };
  },
  json() {
    const control = element("textarea", { rows: 5, spellcheck: "false" });
    return {
      control,
      write: (value) => (control.value = value ? JSON.stringify(value, null, 1) : ""),
      read() {
        try {
          return control.value.trim() ? JSON.parse(control.value) : undefined;
        } catch {
          return control.value;
        }
      },
    };
  },
  string: ({ path }) => (choicePaths.includes(path) ? choiceInput([]) : stringInput()),
};

function stringInput() {
  const control = element("input", { spellcheck: "false" });
  return { control, write: (value) => (control.value = value ?? ""), read: () => control.value || undefined };
}

function choiceInput(choices) {
  const control = element("select");
  const setChoices = (newChoices) => {
    const { value } = control;
    replace(control,
      element("option", { value: "" }, text("newJob.default")),
      newChoices.map((choice) => element("option", { value: choice }, choice)));
    control.value = value;
  };
  setChoices(choices);
  return {
    control,
    setChoices,
    write(value) {
      if (value && ![...control.options].some((option) => option.value === value)) {
        control.append(element("option", { value }, value));
      }

      control.value = value ?? "";
    },
    read: () => control.value || undefined,
  };
}

function firstSentence(description) {
  return description.split(/(?<=\.)\s/)[0].replaceAll("`", "");
}
