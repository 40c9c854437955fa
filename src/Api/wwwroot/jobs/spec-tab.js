import { copyButton } from "../elements/copy-button.js";
import { element } from "../elements/element.js";
import { text } from "../texts/text.js";

/** The job's spec with every default filled in. */
export function specTab(job) {
  const code = element("pre", { tabindex: 0 }, JSON.stringify(job.spec, null, 2));
  return element("section", { class: "panel" },
    element("div", { class: "head" },
      element("h2", {}, text("job.spec")),
      element("div", { class: "buttons" },
        copyButton(code),
        element("a", { class: "button", href: `#/new?from=${job.id}` }, text("job.clone")))),
    code);
}
