import { element } from "../../elements/element.js";
import { text } from "../../texts/text.js";

/** What the differences between specs mean for their scores: whether data, units and scored rows are the same. */
export class Comparability {
  #paths;

  /** @param {{ path: string }[]} differences the fields in which the specs differ */
  constructor(differences) {
    this.#paths = differences.map(({ path }) => path);
  }

  /** Whether the scores of a metric can be compared: a loss also needs one unit. */
  isComparable(part, name) {
    return !this.#hasOtherData && (name !== "loss" || !this.#hasOtherUnits) && (part === "test" || !this.#hasOtherRows);
  }

  /** Warnings for the page; none if all scores can be compared. */
  warnings() {
    return [
      [this.#hasOtherData, "compare.otherData"],
      [this.#hasOtherUnits && !this.#hasOtherData, "compare.otherUnits"],
      [this.#hasOtherRows && !this.#hasOtherData, "compare.otherRows"],
    ].filter(([applies]) => applies).map(([, key]) => element("p", { class: "panel warning" }, text(key)));
  }

  get #hasOtherData() {
    return ["dataset", "target", "task"].some((path) => this.#paths.includes(path));
  }

  /** The loss of a regression is the squared error of the transformed target; that of a classification depends on its weights and smoothing. */
  get #hasOtherUnits() {
    return ["preprocessing.target", "preprocessing", "training.labelSmoothing", "training.classWeights"].some((path) => this.#paths.includes(path));
  }

  get #hasOtherRows() {
    return this.#paths.some((path) => path.startsWith("validation."));
  }
}
