import { picture } from "../../charts/picture.js";
import { element, replace } from "../../elements/element.js";
import { attempt } from "../../elements/notice.js";
import { get, withQuery } from "../../service/requests.js";
import { text } from "../../texts/text.js";

const atOnce = 20;

/** Test images of the dataset, which the model has not learned from, to choose from; the way to ask without drawing. */
export class Samples {
  #dataset;
  #chosen;
  #signal;
  #total = 0;
  #images = element("div", { class: "images samples" });
  #error = element("p", { class: "field-error" });

  constructor(dataset, chosen, signal) {
    this.#dataset = dataset;
    this.#chosen = chosen;
    this.#signal = signal;
    const others = element("button", { onclick: () => attempt(others, () => this.#load(Math.floor(Math.random() * Math.max(1, this.#total - atOnce)))) }, text("try.others"));
    this.element = element("section", { class: "panel" },
      element("div", { class: "head" }, element("h2", {}, text("try.samples")), element("div", { class: "buttons" }, others)),
      this.#error,
      this.#images);
    this.#load(0).catch((error) => signal.aborted || (this.#error.textContent = error.message));
  }

  /** None is chosen any more. */
  unchoose() {
    this.#images.querySelectorAll("button").forEach((button) => button.setAttribute("aria-pressed", "false"));
  }

  async #load(skip) {
    const path = `/api/datasets/${encodeURIComponent(this.#dataset.name)}/rows`;
    const { items, total } = await get(withQuery(path, { part: "test", skip, take: atOnce }), this.#signal);
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
        this.unchoose();
        currentTarget.setAttribute("aria-pressed", "true");
        this.#chosen(row);
      },
    }, picture(row.pixels, this.#dataset.images, label, 2), row.label);
  }
}
