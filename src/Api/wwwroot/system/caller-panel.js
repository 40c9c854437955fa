import { element } from "../elements/element.js";
import { attempt } from "../elements/notice.js";
import { getCaller, localCaller, signOut } from "../service/session.js";
import { text } from "../texts/text.js";

/** The caller that the service sees in this browser, and the button to sign out. */
export async function callerPanel(signal) {
  const { name, scopes } = await getCaller(signal);
  const button = element("button", { onclick: () => attempt(button, async () => (await signOut(), location.reload())) }, text("signIn.out"));
  return element("section", { class: "panel", "data-part": "caller" },
    element("h2", {}, text("system.caller")),
    element("p", {}, text(name === localCaller ? "system.callerLocal" : "system.callerKey", { name, scopes: scopes.join(", ") })),
    name !== localCaller && element("div", { class: "buttons" }, button));
}
