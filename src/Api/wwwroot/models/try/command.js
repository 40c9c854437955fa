import { copyButton } from "../../elements/copy-button.js";
import { element } from "../../elements/element.js";
import { text } from "../../texts/text.js";

/** The command that asks the same of the service; `update(path, body)` keeps it up to date. */
export function command() {
  const line = element("pre", { tabindex: 0, class: "command" });
  const panel = element("section", { class: "panel" },
    element("div", { class: "head" }, element("h2", {}, text("try.command")), element("div", { class: "buttons" }, copyButton(line))),
    line);
  return Object.assign(panel, {
    update(path, body) {
      line.textContent = `curl -s ${location.origin}${path} -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(body))}`;
    },
  });
}

/** As a shell takes it. */
function quoted(words) {
  return `'${words.replaceAll("'", "'\\''")}'`;
}
