import { element } from "../elements/element.js";
import { field } from "../elements/field.js";
import { signIn } from "../service/session.js";
import { text } from "../texts/text.js";

/** What is shown in place of a page where the service wants a key. */
export function signInPage() {
  const key = field(text("signIn.key"), element("input", { type: "password", autocomplete: "current-password", required: true, spellcheck: "false" }), text("signIn.hint"));
  const button = element("button", { class: "primary" }, text("signIn.go"));

  async function submit(event) {
    event.preventDefault();
    button.disabled = true;
    key.setError(null);
    try {
      await signIn(key.control.value.trim());
      // Everything that was refused before is asked for again.
      location.reload();
    } catch (error) {
      key.setError(error.message);
      key.control.focus();
      button.disabled = false;
    }
  }

  return element("section", { class: "panel" },
    element("h1", {}, text("signIn.title")),
    element("form", { onsubmit: submit }, key, element("div", { class: "buttons" }, button)));
}
