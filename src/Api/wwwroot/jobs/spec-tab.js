import { element } from "../elements/element.js";
import { attempt, notify } from "../elements/notice.js";
import { text } from "../texts/text.js";

/** The spec as it runs, every default filled in. */
export function specTab(job) {
  const json = JSON.stringify(job.spec, null, 2);
  return element("section", { class: "panel" },
    element("div", { class: "head" },
      element("h2", {}, text("job.spec")),
      element("div", { class: "buttons" },
        element("button", { onclick: (event) => attempt(event.currentTarget, () => copy(json)) }, text("job.copy")),
        element("a", { class: "button", href: `#/new?from=${job.id}` }, text("job.clone")))),
    element("pre", { tabindex: 0 }, element("code", {}, json)));
}

async function copy(json) {
  await navigator.clipboard.writeText(json);
  notify(text("job.copied"));
}
