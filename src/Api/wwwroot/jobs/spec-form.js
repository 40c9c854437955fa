import { element, replace, serviceWords } from "../elements/element.js";
import { field } from "../elements/field.js";
import { text, textOr } from "../texts/text.js";
import { fieldOfError, groupsOf } from "./spec-fields.js";
import { at } from "./spec-values.js";

/**
 * A form of a spec's fields. It shows what is said and, where nothing is, the default that would be taken; what is emptied takes the default
 * again.
 * @param {object[]} fields as fieldsOf gives them
 * @param {(path: string, value: any) => void} changed is told what was typed; undefined: nothing is said any more
 */
export class SpecForm {
  #fields;
  #shown = new Map();
  #groups;

  constructor(fields, changed) {
    this.#fields = fields;
    this.#groups = groupsOf(fields).map((group) => this.#group(group, changed));
    this.element = element("div", { class: "spec-form" }, this.#groups);
  }

  /** Shows a spec: what it says, and what is taken where it says nothing. */
  show(spec, complete) {
    for (const { entry, input } of this.#shown.values()) {
      const said = at(spec, entry.path);
      if (document.activeElement !== input.control) {
        input.write(said ?? at(complete, entry.path));
      }

      input.control.classList.toggle("said", said !== undefined);
    }
  }

  /** What can be chosen in a field: dataset names, column names. */
  offer(path, choices) {
    this.#shown.get(path).input.offer(choices);
  }

  /** Shows what is wrong at the field that it is about. @returns {string[]} what is about none. */
  showErrors(errors) {
    this.#shown.forEach(({ frame }) => frame.setError(null));
    const others = [];
    for (const [path, reasons] of Object.entries(errors)) {
      const about = fieldOfError(this.#fields, path);
      if (about) {
        const { frame } = this.#shown.get(about.path);
        frame.setError(path === about.path ? reasons.join("; ") : `${path}: ${reasons.join("; ")}`);
        frame.closest("details")?.setAttribute("open", "");
      } else {
        others.push(`${path}: ${reasons.join("; ")}`);
      }
    }

    return others;
  }

  #group({ name, fields }, changed) {
    const frames = fields.map((entry) => {
      const input = inputs[entry.kind]?.(entry) ?? textInput();
      const label = textOr(`spec.${entry.path}`, entry.path);
      const frame = field(label, input.control, serviceWords(firstSentence(entry.description), `field.${entry.path}`));
      frame.dataset.path = entry.path;
      input.control.addEventListener("change", () => changed(entry.path, input.read()));
      input.control.addEventListener("input", () => entry.kind !== "json" && changed(entry.path, input.read()));
      this.#shown.set(entry.path, { entry, input, frame });
      return frame;
    });
    return name === "first"
      ? element("div", { class: "fields panel" }, frames)
      : element("details", { class: "panel" }, element("summary", {}, textOr(`spec.${name}`, name)), element("div", { class: "fields" }, frames));
  }
}

/** A control with what it takes: write shows a value, read gives it; undefined where it is empty. */
const inputs = {
  choice: ({ choices }) => choiceInput(choices),
  truth() {
    const control = element("input", { type: "checkbox" });
    return { control, write: (value) => (control.checked = value === true), read: () => control.checked };
  },
  number() {
    const control = element("input", { type: "number", step: "any" });
    return { control, write: (value) => (control.value = Number.isFinite(value) ? value : ""), read: () => (control.value === "" ? undefined : Number(control.value)) };
  },
  numbers() {
    const control = element("input", { inputmode: "decimal", placeholder: text("newJob.numbers") });
    return {
      control,
      write: (value) => (control.value = [value ?? []].flat().join(", ")),
      // What is no number goes to the service as it is, which says so.
      read: () => control.value.split(/[,;\s]+/).filter(Boolean).map((part) => (Number.isNaN(Number(part)) ? part : Number(part))),
    };
  },
  texts() {
    const control = element("select", { multiple: true, size: 6 });
    return {
      control,
      write: (value) => [...control.options].forEach((option) => (option.selected = value?.includes(option.value) ?? false)),
      read: () => (control.selectedOptions.length === 0 ? undefined : [...control.selectedOptions].map((option) => option.value)),
      offer: (choices) => replace(control, choices.map((choice) => element("option", { value: choice }, choice))),
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
  text: ({ path }) => (path === "dataset" || path === "target" || path === "validation.groupColumn" ? choiceInput([]) : textInput()),
};

function textInput() {
  const control = element("input", { spellcheck: "false" });
  return { control, write: (value) => (control.value = value ?? ""), read: () => control.value || undefined };
}

function choiceInput(choices) {
  const control = element("select");
  const offer = (offered) => {
    const { value } = control;
    replace(control, element("option", { value: "" }, text("newJob.default")), offered.map((choice) => element("option", { value: choice }, choice)));
    control.value = value;
  };
  offer(choices);
  return {
    control,
    offer,
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
