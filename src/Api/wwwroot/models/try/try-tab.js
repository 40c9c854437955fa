import { element, replace } from "../../elements/element.js";
import { emptyState } from "../../elements/empty.js";
import { get } from "../../service/requests.js";
import { versionPath } from "../model-words.js";
import { tryImage } from "./try-image.js";
import { tryRow } from "./try-row.js";

/** Requests predictions of a version, for a row of a table or for an image. */
export function tryTab(state) {
  const content = element("div");

  async function open() {
    try {
      // The dataset may have been deleted, and a request for it would then be an error. So the list is read instead.
      const path = versionPath(state.version);
      const [version, schema, datasets] = await Promise.all([path, `${path}/schema`, "/api/datasets"].map((each) => get(each, state.signal)));
      const dataset = datasets.find(({ name }) => name === version.dataset) ?? null;
      const tryOne = schema.type === "array" ? tryImage : tryRow;
      replace(content, tryOne({ ...state, version }, schema, dataset));
    } catch (error) {
      if (!state.signal.aborted) {
        replace(content, emptyState(error.message));
      }
    }
  }

  open();
  return content;
}
