import { element } from "../../elements/element.js";
import { field, select } from "../../elements/field.js";
import { count } from "../../texts/format.js";
import { text } from "../../texts/text.js";

const maxColumnsWithoutFilter = 12;
const jsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** A form with a field for each column of the model's JSON Schema. An empty field is a missing value. */
export class RowForm {
  #fields;
  #warning = element("p", { class: "small missing-warning", hidden: true });

  /**
   * @param {object} schema the JSON Schema of a row, with an example
   * @param {() => void} onChange is called when the row has changed
   */
  constructor(schema, onChange) {
    this.onChange = onChange;
    this.#fields = new Map(Object.entries(schema.properties).map(([name, property]) =>
      [name, { property, field: columnField(name, property, onChange) }]));
    this.element = element("div", {},
      this.#fields.size > maxColumnsWithoutFilter && element("label", { class: "inline filter" },
        text("try.filter", { columns: count(this.#fields.size) }),
        element("input", { type: "search", oninput: (event) => this.#filterColumns(event.target.value.trim().toLowerCase()) })),
      this.#warning,
      element("div", { class: "fields row-fields" }, [...this.#fields.values()].map((entry) => entry.field)));
    this.#setValues(schema.examples[0]);
  }

  /** Writes values into the fields. A column without a value is missing. */
  fill(values) {
    this.#setValues(values);
    this.onChange();
  }

  /** The row for the request. Numbers are sent as numbers; other values are sent as typed, because the service knows the table's format. */
  row() {
    return Object.fromEntries([...this.#fields].map(([name, { property, field: { control } }]) => [name, valueOf(control.value, property)]));
  }

  /** Shows the values that the service treated as missing, above the form and at each column. */
  showWarnings(warnings) {
    const reasons = new Map(warnings.map(({ column, reason }) => [column, reason]));
    this.#fields.forEach((entry, name) => entry.field.setError(reasons.get(name)));
    this.#warning.hidden = warnings.length === 0;
    this.#warning.textContent = text("try.treatedAsMissing", { columns: warnings.map(({ column }) => column).join(", ") });
  }

  #setValues(values) {
    this.#fields.forEach(({ field: { control } }, name) => {
      const value = String(values[name] ?? "");
      if (control.options && ![...control.options].some((option) => option.value === value)) {
        control.append(element("option", { value }, value));
      }

      control.value = value;
    });
  }

  #filterColumns(search) {
    this.#fields.forEach((entry, name) => (entry.field.hidden = !name.toLowerCase().includes(search)));
  }
}

function columnField(name, property, onChange) {
  const control = property.enum
    ? select(property.enum.map((value) => (value === null ? ["", text("try.missing")] : value)), "", onChange)
    : element("input", {
      type: "text",
      inputmode: property.type.includes("number") && "decimal",
      autocomplete: "off",
      placeholder: text("try.missing"),
      oninput: onChange,
    });
  control.title = property.description ?? "";
  const frame = field(name, control);
  frame.dataset.column = name;
  return frame;
}

function valueOf(typed, property) {
  const value = typed.trim();
  return value === "" ? null : property.type.includes("number") && jsonNumber.test(value) ? Number(value) : value;
}
