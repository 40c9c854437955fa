import { attentionPanel } from "../attention/attention-list.js";
import { element, replace } from "../elements/element.js";
import { send } from "../service/requests.js";
import { bytes, count } from "../texts/format.js";
import { text } from "../texts/text.js";
import { rowTable } from "./row-table.js";

const startBytes = 1 << 20;
const maxBinaryBytes = 50 << 20;
const binaryName = /\.(gz|zip|xlsx|parquet)$/i;

/**
 * Shows how the service would read files: the first rows, the types and the doubts. Nothing is stored.
 * @param {AbortSignal} signal ends every request
 * @returns {HTMLElement} with `abort()`, and with `show(files, createForm)`, which returns the table's profile; null if there is none or if a newer
 * request replaced it
 */
export function uploadPreview(signal) {
  let controller = new AbortController();
  const panel = element("section", { class: "preview", hidden: true, "aria-label": text("preview.title") });

  /** @throws {ServiceError} the files cannot be read */
  async function show(files, createForm) {
    controller.abort();
    controller = new AbortController();
    const own = AbortSignal.any([signal, controller.signal]);
    panel.hidden = true;
    if (files.some((file) => binaryName.test(file.name) && file.size > maxBinaryBytes)) {
      panel.hidden = false;
      replace(panel, element("p", { class: "small soft" }, text("preview.tooLarge", { size: bytes(maxBinaryBytes) })));
      return null;
    }

    try {
      const starts = await Promise.all(files.map(readStart));
      const form = createForm(starts);
      const { table, rows } = await send("POST", "/api/datasets/preview", form, own);
      const isWhole = starts.every((start, i) => start === files[i]);
      panel.hidden = false;
      replace(panel,
        element("h3", {}, text(isWhole ? "preview.rows" : "preview.start", { rows: count(table.rows), size: bytes(startBytes) })),
        attentionPanel(table.attention),
        rowTable(rows, table.columns, form.get("target"), true));
      return table;
    } catch (error) {
      if (own.aborted) {
        return null;
      }

      throw error;
    }
  }

  return Object.assign(panel, { show, abort: () => controller.abort() });
}

/** The start of a large text file, to its last line break; any other file, or one without a line break there, as it is. */
async function readStart(file) {
  if (file.size <= startBytes || binaryName.test(file.name)) {
    return file;
  }

  const start = new Uint8Array(await file.slice(0, startBytes).arrayBuffer());
  const isWide = start[0] + start[1] === 0xff + 0xfe; // UTF-16, where a line break has two bytes
  const end = start.lastIndexOf("\n".charCodeAt(0)) + 1;
  return isWide || end === 0 ? file : new File([start.subarray(0, end)], file.name);
}
