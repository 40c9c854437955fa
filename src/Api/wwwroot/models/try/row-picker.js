import { element } from "../../elements/element.js";
import { attempt } from "../../elements/notice.js";
import { get, withQuery } from "../../service/requests.js";
import { text } from "../../texts/text.js";

/** Chooses a training row of the dataset, for those have their target: by its number, or any. */
export function rowPicker(dataset, chosen, signal) {
  let total = null;
  const number = element("input", { type: "number", min: 0, step: 1, size: 6, onchange: () => attempt(random, take) });
  const random = element("button", { onclick: () => attempt(random, takeAny) }, text("try.randomRow"));

  async function rows(skip) {
    const found = await get(withQuery(`/api/datasets/${encodeURIComponent(dataset)}/rows`, { part: "train", skip, take: 1 }), signal);
    total = found.total;
    return found.items[0];
  }

  async function take() {
    const row = await rows(Math.max(0, Math.trunc(Number(number.value))));
    if (row) {
      number.value = row.row;
      chosen(row);
    }
  }

  async function takeAny() {
    if (total === null) {
      await rows(0);
    }

    number.value = Math.floor(Math.random() * total);
    await take();
  }

  return [random, element("label", { class: "inline" }, text("try.rowNumber"), number)];
}
