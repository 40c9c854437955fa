import { copyButton } from "../../elements/copy-button.js";
import { element } from "../../elements/element.js";
import { getCaller, localCaller } from "../../service/session.js";
import { text } from "../../texts/text.js";

/** The curl command for the same request. `update(path, body)` sets the request. */
export function curlCommand() {
  const code = element("pre", { tabindex: 0, class: "command" });
  const panel = element("section", { class: "panel" },
    element("div", { class: "head" }, element("h2", {}, text("try.command")), element("div", { class: "buttons" }, copyButton(code))),
    code);
  let authorization = "";
  let lastArguments = null;

  function update(path, body) {
    lastArguments = [path, body];
    const address = location.origin + path;
    const quoted = path.includes("?") ? shellQuote(address) : address;
    code.textContent = `curl -s ${quoted}${authorization} -H 'Content-Type: application/json' -d ${shellQuote(JSON.stringify(body))}`;
  }

  // If the browser needed a key, the command needs one too.
  getCaller().then((caller) => {
    if (caller && caller.name !== localCaller) {
      authorization = ' -H "Authorization: Bearer $LEARNML_KEY"';
      lastArguments && update(...lastArguments);
    }
  }, () => {});
  return Object.assign(panel, { update });
}

/** Quotes an argument for a shell. */
function shellQuote(argument) {
  return `'${argument.replaceAll("'", "'\\''")}'`;
}
