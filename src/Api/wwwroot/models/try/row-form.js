import { element } from "../../elements/element.js";
import { field, select } from "../../elements/field.js";
import { count } from "../../texts/format.js";
import { text } from "../../texts/text.js";

const manyColumns = 12;
const jsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** A field for each column of a row, as the JSON Schema of the model has them. An empty one is a missing value. */
export class RowForm {
  #fields;
  #warned = element("p", { class: "small warned", hidden: true });

  /** @param {object} schema the JSON Schema of a row, with an example @param {() => void} changed is called whenever the row is another */
  constructor(schema, changed) {
    this.changed = changed;
    this.#fields = new Map(Object.entries(schema.properties).map(([name, property]) => [name, { property, field: columnField(name, property, changed) }]));
    this.element = element("div", {},
      this.#fields.size > manyColumns && element("label", { class: "inline filter" }, text("try.filter", { columns: count(this.#fields.size) }),
        element("input", { type: "search", oninput: (event) => this.#narrow(event.target.value.trim().toLowerCase()) })),
      this.#warned,
      element("div", { class: "fields row-fields" }, [...this.#fields.values()].map((one) => one.field)));
    this.#put(schema.examples[0]);
  }

  /** Writes values into the fields; what is not among them is missing. */
  fill(values) {
    this.#put(values);
    this.changed();
  }

  /** The row as it is asked: numbers as numbers, the rest as it was written, for the service knows the table's own way of writing. */
  row() {
    return Object.fromEntries([...this.#fields].map(([name, { property, field: { control } }]) => [name, valueOf(control.value, property)]));
  }

  /** Shows what was taken for missing, each at its column. */
  warn(warnings) {
    const reasons = new Map(warnings.map(({ column, reason }) => [column, reason]));
    this.#fields.forEach((one, name) => one.field.setError(reasons.get(name)));
    this.#warned.hidden = warnings.length === 0;
    this.#warned.textContent = text("try.warned", { columns: warnings.map(({ column }) => column).join(", ") });
  }

  #put(values) {
    this.#fields.forEach(({ field: { control } }, name) => {
      const value = String(values[name] ?? "");
      if (control.options && ![...control.options].some((option) => option.value === value)) {
        control.append(element("option", { value }, value));
      }

      control.value = value;
    });
  }

  #narrow(words) {
    this.#fields.forEach((one, name) => (one.field.hidden = !name.toLowerCase().includes(words)));
  }
}

function columnField(name, property, changed) {
  const control = property.enum
    ? select(property.enum.map((value) => (value === null ? ["", text("try.missing")] : value)), "", changed)
    : element("input", { type: "text", inputmode: property.type.includes("number") && "decimal", autocomplete: "off", placeholder: text("try.missing"), oninput: changed });
  control.title = property.description ?? "";
  const made = field(name, control);
  made.dataset.column = name;
  return made;
}

function valueOf(written, property) {
  const value = written.trim();
  return value === "" ? null : property.type.includes("number") && jsonNumber.test(value) ? Number(value) : value;
}
