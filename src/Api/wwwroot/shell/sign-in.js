import { element } from "../elements/element.js";
import { field } from "../elements/field.js";
import { signIn } from "../service/session.js";
import { text } from "../texts/text.js";

/** The page that is shown instead of any other page while the service needs a key. */
export function signInPage() {
  const input = element("input", { type: "password", autocomplete: "current-password", required: true, spellcheck: "false" });
  const key = field(text("signIn.key"), input, text("signIn.hint"));
  const button = element("button", { class: "primary" }, text("signIn.submit"));

  async function submit(event) {
    event.preventDefault();
    button.disabled = true;
    key.setError(null);
    try {
      await signIn(key.control.value.trim());
      // Every request that was refused before is sent again.
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
