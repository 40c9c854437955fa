import { imageCanvas } from "../../charts/picture.js";
import { element, replace } from "../../elements/element.js";
import { attempt } from "../../elements/notice.js";
import { get, withQuery } from "../../service/requests.js";
import { text } from "../../texts/text.js";

const pageSize = 20;

/** Test images of the dataset, which the model was not trained on. The user can pick one instead of drawing. */
export class SamplePicker {
  #dataset;
  #onPick;
  #signal;
  #total = 0;
  #images = element("div", { class: "images samples" });
  #error = element("p", { class: "field-error" });

  constructor(dataset, onPick, signal) {
    this.#dataset = dataset;
    this.#onPick = onPick;
    this.#signal = signal;
    const randomSkip = () => Math.floor(Math.random() * Math.max(1, this.#total - pageSize));
    const otherButton = element("button", { onclick: () => attempt(otherButton, () => this.#load(randomSkip())) }, text("try.otherSamples"));
    this.element = element("section", { class: "panel" },
      element("div", { class: "head" }, element("h2", {}, text("try.samples")), element("div", { class: "buttons" }, otherButton)),
      this.#error,
      this.#images);
    this.#load(0).catch((error) => signal.aborted || (this.#error.textContent = error.message));
  }

  /** Clears the selection. */
  clearSelection() {
    this.#images.querySelectorAll("button").forEach((button) => button.setAttribute("aria-pressed", "false"));
  }

  async #load(skip) {
    const path = `/api/datasets/${encodeURIComponent(this.#dataset.name)}/rows`;
    const { items, total } = await get(withQuery(path, { part: "test", skip, take: pageSize }), this.#signal);
    this.#total = total;
    replace(this.#images, items.map((row) => this.#sample(row)));
  }

  #sample(row) {
    const label = text("try.sampleOf", { row: row.row, label: row.label });
    return element("button", {
      class: "sample",
      "aria-pressed": "false",
      "aria-label": label,
      onclick: ({ currentTarget }) => {
        this.clearSelection();
        currentTarget.setAttribute("aria-pressed", "true");
        this.#onPick(row);
      },
    }, imageCanvas(row.pixels, this.#dataset.images, label, 2), row.label);
  }
}
