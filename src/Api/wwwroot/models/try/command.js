import { copyButton } from "../../elements/copy-button.js";
import { element } from "../../elements/element.js";
import { caller, local } from "../../service/session.js";
import { text } from "../../texts/text.js";

/** The command that asks the same of the service; `update(path, body)` keeps it up to date. */
export function command() {
  const line = element("pre", { tabindex: 0, class: "command" });
  const panel = element("section", { class: "panel" },
    element("div", { class: "head" }, element("h2", {}, text("try.command")), element("div", { class: "buttons" }, copyButton(line))),
    line);
  let key = "";
  let shown = null;

  function update(path, body) {
    shown = [path, body];
    line.textContent = `curl -s ${location.origin}${path}${key} -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(body))}`;
  }

  // Who was let in by a key is not let in without.
  caller().then((who) => {
    if (who && who.name !== local) {
      key = ' -H "Authorization: Bearer $LEARNML_KEY"';
      shown && update(...shown);
    }
  }, () => {});
  return Object.assign(panel, { update });
}

/** As a shell takes it. */
function quoted(words) {
  return `'${words.replaceAll("'", "'\\''")}'`;
}
