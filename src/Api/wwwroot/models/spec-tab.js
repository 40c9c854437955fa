import { copyButton } from "../elements/copy-button.js";
import { element } from "../elements/element.js";
import { get } from "../service/requests.js";
import { text } from "../texts/text.js";
import { versionPath } from "./model-words.js";

/** The spec of the version's training. For an imported version, it is the spec in the file. Only the version's own route has it. */
export function specTab({ version, signal }) {
  const code = element("pre", { tabindex: 0 });

  async function load() {
    try {
      code.textContent = JSON.stringify((await get(versionPath(version), signal)).spec, null, 2);
    } catch (error) {
      if (!signal.aborted) {
        code.textContent = error.message;
      }
    }
  }

  load();
  return element("section", { class: "panel" },
    element("div", { class: "head" },
      element("h2", {}, text("model.spec")),
      element("div", { class: "buttons" },
        copyButton(code),
        !version.isImported && [
          element("a", { class: "button", href: `#/jobs/${version.jobId}` }, text("model.openJob")),
          element("a", { class: "button", href: `#/new?from=${version.jobId}` }, text("model.trainAgain")),
        ])),
    code);
}
