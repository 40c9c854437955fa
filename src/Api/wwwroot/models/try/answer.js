import { element, replace } from "../../elements/element.js";
import { number, percent } from "../../texts/format.js";
import { text } from "../../texts/text.js";

const mostClasses = 20;

/** What the model says, beside what is true where that is known. */
export class Answer {
  #classes;
  #said = element("p", { class: "said", role: "status" }, "…");
  #truth = element("p", { class: "truth" });
  #probabilities = element("ol", { class: "probabilities" });
  #error = element("p", { class: "field-error", role: "alert", hidden: true });
  #prediction = null;
  #true = null;

  constructor(classes) {
    this.#classes = classes;
    this.element = element("section", { class: "panel answer" }, element("h2", {}, text("try.answer")), this.#said, this.#truth, this.#error, this.#probabilities);
  }

  /** Shows a prediction, as the service gives it. */
  show(prediction) {
    this.#prediction = prediction;
    this.#error.hidden = true;
    this.#update();
  }

  /** Shows why there is none. */
  fail(error) {
    this.#error.textContent = error.message;
    this.#error.hidden = false;
  }

  /** What is true of a row: { row, value }, where the value is a class or a number as it stands in the dataset; null: nobody knows. */
  setTruth(truth) {
    this.#true = truth;
    this.#update();
  }

  #update() {
    const prediction = this.#prediction;
    replace(this.#truth, this.#true && this.#truthWords());
    this.#truth.hidden = !this.#true;
    if (prediction) {
      this.#said.textContent = prediction.label ?? number(prediction.value, 7);
      this.#probabilities.hidden = !prediction.probabilities;
      replace(this.#probabilities, (prediction.probabilities ?? [])
        .map((probability, i) => ({ name: this.#classes[i], probability }))
        .sort((a, b) => b.probability - a.probability)
        .slice(0, mostClasses)
        .map((one) => bar(one, this.#true?.value)));
    }
  }

  #truthWords() {
    const { row, value } = this.#true;
    const predicted = this.#prediction;
    const isNumber = !this.#classes && value !== null && Number.isFinite(Number(value));
    const words = text("try.truth", { row, value: isNumber ? number(Number(value), 7) : value ?? text("try.unknown") });
    if (!predicted || value === null) {
      return words;
    }

    return isNumber
      ? [words, " ", element("span", { class: "soft" }, text("try.difference", { difference: number(predicted.value - Number(value), 4) }))]
      : [words, " ", element("span", { class: predicted.label === value ? "state succeeded" : "state failed" }, text(predicted.label === value ? "try.right" : "try.wrong"))];
  }
}

function bar({ name, probability }, truth) {
  return element("li", { class: name === truth && "true" },
    element("span", { class: "class-name" }, name),
    element("span", { class: "bar" }, element("span", { style: { width: `${probability * 100}%` } })),
    element("span", { class: "share" }, percent(probability)));
}
