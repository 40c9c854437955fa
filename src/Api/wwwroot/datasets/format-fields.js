import { element } from "../elements/element.js";
import { field, select } from "../elements/field.js";
import { text } from "../texts/text.js";

const encodings = ["utf-8", "utf-16", "utf-16BE", "iso-8859-1", "windows-1252"];

/**
 * How a CSV file is written, for whoever knows better than the service finds out.
 * @param {() => void} changed is called when something else is chosen
 * @returns {HTMLElement} with `fields`, by the names of the service's form; `values()`; and `appendTo(form)`
 */
export function formatFields(changed) {
  const choice = (name, options) => field(text(`format.${name}`), select([["", text("format.auto")], ...options], "", changed));
  const fields = {
    delimiter: choice("delimiter", [",", ";", "\\t", "|"].map((mark) => [mark, delimiterName(mark)])),
    header: choice("header", [["true", text("format.headerYes")], ["false", text("format.headerNo")]]),
    encoding: choice("encoding", encodings),
    decimalMark: choice("decimalMark", [[".", "1.5"], [",", "1,5"]]),
    quote: choice("quote", ['"', "'"]),
    missingMarks: field(text("format.missingMarks"), element("input", { autocomplete: "off", placeholder: text("format.auto") }), text("format.missingMarksHint")),
  };
  const values = () => Object.fromEntries(Object.entries(fields).map(([name, { control }]) => [name, control.value]));

  return Object.assign(element("details", {}, element("summary", {}, text("format.title")), element("div", { class: "fields" }, Object.values(fields))), {
    fields,
    values,
    appendTo(form) {
      const marks = fields.missingMarks.control.value.split(",").map((mark) => mark.trim()).filter(Boolean);
      for (const [name, value] of Object.entries({ ...values(), missingMarks: marks.length > 0 ? JSON.stringify(marks) : "" })) {
        if (value) {
          form.append(name, value);
        }
      }
    },
  });
}

/** A delimiter in words, with the mark itself; the tab is written \t, as in the service's form. */
export function delimiterName(mark) {
  const names = { ",": text("format.comma"), ";": text("format.semicolon"), "\\t": text("format.tab"), "\t": text("format.tab"), "|": text("format.bar") };
  return names[mark];
}
