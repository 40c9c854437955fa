import { copyButton } from "../elements/copy-button.js";
import { element } from "../elements/element.js";
import { text } from "../texts/text.js";

/** The spec of the version's training. For an imported version, it is the spec in the file. */
export function specTab({ version }) {
  const code = element("pre", { tabindex: 0 }, JSON.stringify(version.spec, null, 2));
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
