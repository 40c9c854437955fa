import { element } from "../../elements/element.js";
import { attempt } from "../../elements/notice.js";
import { get, withQuery } from "../../service/requests.js";
import { text } from "../../texts/text.js";

/** Picks a training row of the dataset, by its number or at random. Training rows have a target. */
export function rowPicker(dataset, onPick, signal) {
  let total = null;
  const numberInput = element("input", { type: "number", min: 0, step: 1, size: 6, onchange: () => attempt(randomButton, pickRow) });
  const randomButton = element("button", { onclick: () => attempt(randomButton, pickRandomRow) }, text("try.randomRow"));

  async function fetchRow(skip) {
    const response = await get(withQuery(`/api/datasets/${encodeURIComponent(dataset)}/rows`, { part: "train", skip, take: 1 }), signal);
    total = response.total;
    return response.items[0];
  }

  async function pickRow() {
    const row = await fetchRow(Math.max(0, Math.trunc(Number(numberInput.value))));
    if (row) {
      numberInput.value = row.row;
      onPick(row);
    }
  }

  async function pickRandomRow() {
    if (total === null) {
      await fetchRow(0);
    }

    numberInput.value = Math.floor(Math.random() * total);
    await pickRow();
  }

  return [randomButton, element("label", { class: "inline" }, text("try.rowNumber"), numberInput)];
}
