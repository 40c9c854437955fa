import { curveColor } from "../charts/colors.js";
import { curveChart } from "../charts/curve-chart.js";
import { element, replace } from "../elements/element.js";
import { emptyState } from "../elements/empty.js";
import { select } from "../elements/field.js";
import { number, percent } from "../texts/format.js";
import { text } from "../texts/text.js";

const metrics = ["gradientNorm", "activationVariance", "deadUnits", "weightNorm", "activationMean"];
const logarithmic = ["gradientNorm", "activationVariance"];

/** The state of each linear layer after every epoch: gradients and activations that vanish or explode, and dead units. */
export class LayersTab {
  #state;
  #fold = null;
  #isFoldChosen = false;
  #foldsKey = "";
  #charts;
  #foldChoice = element("div", { class: "buttons chart-head" });
  #emptyState = emptyState(text("job.noEpoch"));

  constructor(state) {
    this.#state = state;
    this.#charts = new Map(metrics.map((name) => [name, curveChart({
      title: text(`metric.${name}`),
      link: "layers",
      format: name === "deadUnits" ? percent : number,
      isLogarithmic: logarithmic.includes(name),
      signal: state.signal,
    })]));
    this.element = element("div", {}, element("p", { class: "soft" }, text("job.layersHint")), this.#foldChoice, this.#emptyState,
      element("div", { class: "columns" }, [...this.#charts.values()]));
    state.layers.open();
    this.draw();
    requestAnimationFrame(() => this.draw());
  }

  draw() {
    const { curves } = this.#state.layers;
    this.#updateFoldChoice(curves.folds());
    const layers = [...new Set(curves.names().map((name) => name.slice(0, name.lastIndexOf("."))))];
    this.#emptyState.hidden = layers.length > 0;
    for (const [name, chart] of this.#charts) {
      chart.hidden = layers.length === 0;
      chart.update(layers.map((layer, i) => ({
        label: text("job.layer", { layer }),
        color: curveColor(i),
        points: curves.curve(this.#fold, `${layer}.${name}`, "epoch") ?? { x: [], y: [] },
      })), text("job.epoch"));
    }
  }

  /** A cross-validation shows one network at a time: the newest one, until the user chooses another. */
  #updateFoldChoice(folds) {
    if (folds.length > 0 && this.#foldsKey !== folds.join()) {
      this.#foldsKey = folds.join();
      this.#fold = this.#isFoldChosen ? this.#fold : folds.at(-1);
      replace(this.#foldChoice, folds.length > 1 && element("label", { class: "inline" }, text("job.network"),
        select(folds.map((fold) => [fold ?? "", fold === null ? text("job.finalNetwork") : text("job.foldNumber", { fold })]), this.#fold ?? "",
          (value) => {
            this.#isFoldChosen = true;
            this.#fold = value === "" ? null : Number(value);
            this.draw();
          })));
    }
  }
}
