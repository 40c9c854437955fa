import { element, replace } from "../../elements/element.js";
import { select } from "../../elements/field.js";
import { number, percent } from "../../texts/format.js";
import { text } from "../../texts/text.js";

const maxClasses = 20;
const levels = [0.8, 0.9, 0.95];

/** The model's prediction, and the actual value if it is known. */
export class PredictionPanel {
  #classes;
  #predictedValue = element("p", { class: "predicted-value", role: "status" }, "…");
  #actualText = element("p", { class: "actual" });
  #probabilities = element("ol", { class: "probabilities" });
  #certain = element("p", { class: "soft", hidden: true });
  #error = element("p", { class: "field-error", role: "alert", hidden: true });
  #level;
  #prediction = null;
  #actual = null;

  /**
   * @param {string[] | null} classes the classes of the model; null if it predicts numbers
   * @param {() => void} onLevel is called when another level of the interval or set is chosen
   */
  constructor(classes, onLevel) {
    this.#classes = classes;
    this.#level = select([["", text("try.noLevel")], ...levels.map((level) => [level, percent(level)])], "", onLevel);
    this.element = element("section", { class: "panel prediction" },
      element("h2", {}, text("try.prediction")), this.#predictedValue, this.#certain, this.#actualText, this.#error,
      element("label", { class: "inline" }, text(classes ? "try.set" : "try.interval"), this.#level), this.#probabilities);
  }

  /** The query of the request for the chosen interval or set; none without one. */
  query() {
    return this.#level.value ? { [this.#classes ? "set" : "interval"]: this.#level.value } : {};
  }

  /** Shows a prediction of the service. */
  show(prediction) {
    this.#prediction = prediction;
    this.#error.hidden = true;
    this.#update();
  }

  /** Shows an error instead of a prediction. */
  showError(error) {
    this.#error.textContent = error.message;
    this.#error.hidden = false;
  }

  /** Sets the actual value of a row: { row, value }. The value is a class or a number as in the dataset. Null: the actual value is unknown. */
  setActual(actual) {
    this.#actual = actual;
    this.#update();
  }

  #update() {
    const prediction = this.#prediction;
    replace(this.#actualText, this.#actual && this.#actualContent());
    this.#actualText.hidden = !this.#actual;
    if (prediction) {
      this.#predictedValue.textContent = prediction.label ?? number(prediction.value, 7);
      this.#certain.hidden = !prediction.interval && !prediction.set;
      this.#certain.textContent = prediction.interval
        ? text("try.from", { low: number(prediction.interval.low, 7), high: number(prediction.interval.high, 7) })
        : (prediction.set ?? []).join(text("list.separator"));
      this.#probabilities.hidden = !prediction.probabilities;
      replace(this.#probabilities, (prediction.probabilities ?? [])
        .map((probability, i) => ({ name: this.#classes[i], probability }))
        .sort((a, b) => b.probability - a.probability)
        .slice(0, maxClasses)
        .map((entry) => probabilityBar(entry, this.#actual?.value)));
    }
  }

  #actualContent() {
    const { row, value } = this.#actual;
    const prediction = this.#prediction;
    const isNumber = !this.#classes && value !== null && Number.isFinite(Number(value));
    const words = text("try.actual", { row, value: isNumber ? number(Number(value), 7) : value ?? text("try.unknown") });
    if (!prediction || value === null) {
      return words;
    }

    if (isNumber) {
      return [words, " ", element("span", { class: "soft" }, text("try.difference", { difference: number(prediction.value - Number(value), 4) }))];
    }

    const isCorrect = prediction.label === value;
    return [words, " ", element("span", { class: isCorrect ? "state succeeded" : "state failed" }, text(isCorrect ? "try.correct" : "try.wrong"))];
  }
}

function probabilityBar({ name, probability }, actual) {
  return element("li", { class: name === actual && "actual-class" },
    element("span", { class: "class-name" }, name),
    element("span", { class: "bar" }, element("span", { style: { width: `${probability * 100}%` } })),
    element("span", { class: "share" }, percent(probability)));
}
