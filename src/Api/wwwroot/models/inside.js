import { element, replace } from "../elements/element.js";
import { empty } from "../elements/empty.js";
import { text } from "../texts/text.js";
import { versionName } from "./model-words.js";

/**
 * A part of the page on what is inside the version that answers for the model's name, for no other does the service open. Of another
 * version it says so; it is made anew when another version answers.
 */
export function inside({ registry, version, signal }, load) {
  const content = element("div");
  let shownOf = null;

  async function show() {
    const { serves } = registry.model;
    if (shownOf === serves) {
      return;
    }

    shownOf = serves;
    try {
      const parts = await load();
      if (shownOf === serves) {
        replace(content, serves !== version.version && element("p", { class: "panel soft" }, text("inside.other", { version: versionName(serves), shown: versionName(version.version) })), parts);
      }
    } catch (error) {
      if (!signal.aborted) {
        replace(content, empty(error.message));
      }
    }
  }

  registry.changes.addEventListener("model", show, { signal });
  show();
  return content;
}
