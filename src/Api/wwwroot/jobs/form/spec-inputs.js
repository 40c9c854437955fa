import { element, replace } from "../../elements/element.js";
import { text } from "../../texts/text.js";
import { readNumbers, writeRange } from "./ranges.js";

/** The strings that name a dataset or a column. */
const choicePaths = ["dataset", "target", "weightColumn", "validation.groupColumn", "validation.timeColumn"];

/**
 * The control of a field of a spec. `write` shows a value, or the range that a search tries; `read` returns { value }, undefined if the control is
 * empty, or { range }.
 */
export function specInput(field) {
  return (inputTypes[field.kind] ?? inputTypes.string)(field);
}

const inputTypes = {
  choice: ({ choices }) => choiceInput(choices),
  boolean() {
    const control = element("input", { type: "checkbox" });
    return { control, write: (value) => (control.checked = value === true), read: () => ({ value: control.checked }) };
  },
  number: (field) => numberInput({ isInteger: field.isInteger, isList: false }),
  numbers: (field) => numberInput({ isInteger: field.isInteger, isList: true }),
  strings() {
    const control = element("select", { multiple: true, size: 6 });
    return {
      control,
      write: (value) => [...control.options].forEach((option) => (option.selected = value?.includes(option.value) ?? false)),
      read: () => ({ value: control.selectedOptions.length === 0 ? undefined : [...control.selectedOptions].map((option) => option.value) }),
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
          return { value: control.value.trim() ? JSON.parse(control.value) : undefined };
        } catch {
          return { value: control.value };
        }
      },
    };
  },
  string: ({ path }) => (choicePaths.includes(path) ? choiceInput([]) : stringInput()),
};

/** A field of one number or of a list of numbers, which also takes what a search tries. */
function numberInput(kind) {
  const control = element("input", { inputmode: "decimal", spellcheck: "false", placeholder: kind.isList ? text("newJob.numbers") : null });
  return {
    control,
    write: (value, range) => (control.value = range ? writeRange(range, kind) ?? "" : [value ?? []].flat().join(", ")),
    read: () => readNumbers(control.value, kind),
    takesRanges: true,
  };
}

function stringInput() {
  const control = element("input", { spellcheck: "false" });
  return { control, write: (value) => (control.value = value ?? ""), read: () => ({ value: control.value || undefined }) };
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
    read: () => ({ value: control.value || undefined }),
  };
}
