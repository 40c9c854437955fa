import { element } from "../elements/element.js";
import { attempt } from "../elements/notice.js";
import { caller, local, signOut } from "../service/session.js";
import { text } from "../texts/text.js";

/** Whom the service takes this browser for, and the way out. */
export async function callerPanel(signal) {
  const { name, scopes } = await caller(signal);
  const button = element("button", { onclick: () => attempt(button, async () => (await signOut(), location.reload())) }, text("signIn.out"));
  return element("section", { class: "panel", "data-part": "caller" },
    element("h2", {}, text("system.caller")),
    element("p", {}, text(name === local ? "system.callerLocal" : "system.callerKey", { name, scopes: scopes.join(", ") })),
    name !== local && element("div", { class: "buttons" }, button));
}
