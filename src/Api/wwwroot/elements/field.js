import { element } from "./element.js";

let fieldCount = 0;

/** A control with a label above it, and below it a hint and an error. */
export function field(label, control, hint = null) {
  const id = `field-${++fieldCount}`;
  control.id ||= `${id}-control`;
  const error = element("p", { id: `${id}-error`, class: "field-error", hidden: true });
  control.setAttribute("aria-describedby", hint ? `${id}-hint ${id}-error` : `${id}-error`);
  const root = element("div", { class: "field" },
    element("label", { for: control.id }, label),
    control,
    hint && element("p", { id: `${id}-hint`, class: "hint" }, hint),
    error);
  return Object.assign(root, {
    control,
    /** Shows an error; null removes it. */
    setError(reason) {
      error.hidden = !reason;
      error.textContent = reason ?? "";
      control.toggleAttribute("aria-invalid", Boolean(reason));
      if (reason) {
        control.setAttribute("aria-invalid", "true");
      }
    },
  });
}

/** A <select> with options that are [value, name] pairs or plain values. */
export function select(options, chosen, onChange) {
  return element("select", { onchange: onChange && ((event) => onChange(event.target.value)) },
    options.map((option) => {
      const [value, name] = Array.isArray(option) ? option : [option, option];
      return element("option", { value, selected: String(value) === String(chosen) }, name);
    }));
}
