import { element } from "./element.js";

let made = 0;

/** A label over a control, with a hint below it, and room for what is wrong with it. */
export function field(label, control, hint = null) {
  const id = `field-${++made}`;
  control.id ||= `${id}-control`;
  const error = element("p", { id: `${id}-error`, class: "field-error", hidden: true });
  control.setAttribute("aria-describedby", hint ? `${id}-hint ${id}-error` : `${id}-error`);
  const whole = element("div", { class: "field" },
    element("label", { for: control.id }, label),
    control,
    hint && element("p", { id: `${id}-hint`, class: "hint" }, hint),
    error);
  return Object.assign(whole, {
    control,
    /** Shows what is wrong; null: nothing is. */
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

/** A <select> of [value, name] pairs, or of values. */
export function select(options, chosen, onchange) {
  return element("select", { onchange: onchange && ((event) => onchange(event.target.value)) },
    options.map((option) => {
      const [value, name] = Array.isArray(option) ? option : [option, option];
      return element("option", { value, selected: String(value) === String(chosen) }, name);
    }));
}
