import { element, replace } from "../../elements/element.js";
import { empty } from "../../elements/empty.js";
import { get } from "../../service/requests.js";
import { versionPath } from "../model-words.js";
import { tryImage } from "./try-image.js";
import { tryRow } from "./try-row.js";

/** Asks the version something: a row of a table, or an image. */
export function tryTab(state) {
  const content = element("div");

  async function open() {
    try {
      // The dataset that it learned from may have been deleted since: it is looked for among all, for to ask for it alone would be an error.
      const [schema, datasets] = await Promise.all([get(`${versionPath(state.version)}/schema`, state.signal), get("/api/datasets", state.signal)]);
      const dataset = datasets.find(({ name }) => name === state.version.dataset) ?? null;
      replace(content, schema.type === "array" ? tryImage(state, schema, dataset) : tryRow(state, schema, dataset));
    } catch (error) {
      if (!state.signal.aborted) {
        replace(content, empty(error.message));
      }
    }
  }

  open();
  return content;
}
