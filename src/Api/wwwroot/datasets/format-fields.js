import { element } from "../elements/element.js";
import { field, select } from "../elements/field.js";
import { text } from "../texts/text.js";

const encodings = ["utf-8", "utf-16", "utf-16BE", "iso-8859-1", "windows-1252"];

/**
 * Fields for the format of a CSV file, for users who want to override what the service detects.
 * @param {() => void} onChange is called after each change
 * @returns {HTMLElement} with `fields` by the names of the service's form, and `appendTo(form)`
 */
export function formatFields(onChange) {
  const formatSelect = (name, options) => field(text(`format.${name}`), select([["", text("format.auto")], ...options], "", onChange));
  const fields = {
    delimiter: formatSelect("delimiter", [",", ";", "\\t", "|"].map((mark) => [mark, delimiterName(mark)])),
    header: formatSelect("header", [["true", text("format.headerYes")], ["false", text("format.headerNo")]]),
    encoding: formatSelect("encoding", encodings),
    decimalMark: formatSelect("decimalMark", [[".", "1.5"], [",", "1,5"]]),
    quote: formatSelect("quote", ['"', "'"]),
    missingMarks: field(text("format.missingMarks"),
      element("input", { autocomplete: "off", placeholder: text("format.auto"), onchange: onChange }),
      text("format.missingMarksHint")),
  };
  const values = () => Object.fromEntries(Object.entries(fields).map(([name, { control }]) => [name, control.value]));

  const panel = element("details", {}, element("summary", {}, text("format.title")), element("div", { class: "fields" }, Object.values(fields)));
  return Object.assign(panel, {
    fields,
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

/** A delimiter's name with the character itself. The tab can be written as \t, as in the service's form. */
export function delimiterName(mark) {
  const names = {
    ",": text("format.comma"),
    ";": text("format.semicolon"),
    "\\t": text("format.tab"),
    "\t": text("format.tab"),
    "|": text("format.bar"),
  };
  return names[mark];
}
