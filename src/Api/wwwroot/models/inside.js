import { element, replace } from "../elements/element.js";
import { emptyState } from "../elements/empty.js";
import { text } from "../texts/text.js";
import { versionName } from "./model-words.js";

/**
 * A tab about the network or the parameters of the version that serves requests for the model's name, because the service shows only these.
 * If the page shows another version, the tab says so. The tab is loaded again when another version serves.
 */
export function servedVersionTab({ modelState, version, signal }, loadContent) {
  const content = element("div");
  let loadedVersion = null;

  async function show() {
    const { serves } = modelState.model;
    if (loadedVersion === serves) {
      return;
    }

    loadedVersion = serves;
    try {
      const loadedContent = await loadContent();
      if (loadedVersion === serves) {
        const names = { version: versionName(serves), shown: versionName(version.version) };
        replace(content, serves !== version.version && element("p", { class: "panel soft" }, text("served.only", names)), loadedContent);
      }
    } catch (error) {
      if (!signal.aborted) {
        replace(content, emptyState(error.message));
      }
    }
  }

  modelState.changes.addEventListener("model", show, { signal });
  show();
  return content;
}
