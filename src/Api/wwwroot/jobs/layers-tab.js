import { curveColor } from "../charts/colors.js";
import { curveChart } from "../charts/curve-chart.js";
import { element, replace } from "../elements/element.js";
import { empty } from "../elements/empty.js";
import { select } from "../elements/field.js";
import { number, percent } from "../texts/format.js";
import { text } from "../texts/text.js";

const numbers = ["gradientNorm", "activationVariance", "deadUnits", "weightNorm", "activationMean"];
const logarithmic = ["gradientNorm", "activationVariance"];

/** How healthy each linear layer is, epoch by epoch: gradients that vanish or explode, activations that do, units that died. */
export class LayersTab {
  #state;
  #fold = null;
  #isChosen = false;
  #folds = "";
  #charts;
  #choice = element("div", { class: "buttons chart-head" });
  #waiting = empty(text("job.noEpoch"));

  constructor(state) {
    this.#state = state;
    this.#charts = new Map(numbers.map((name) => [name, curveChart({
      title: text(`metric.${name}`),
      link: "layers",
      format: name === "deadUnits" ? percent : number,
      isLogarithmic: logarithmic.includes(name),
      signal: state.signal,
    })]));
    this.element = element("div", {}, element("p", { class: "soft" }, text("job.layersHint")), this.#choice, this.#waiting,
      element("div", { class: "columns" }, [...this.#charts.values()]));
    state.layers.open();
    this.draw();
    requestAnimationFrame(() => this.draw());
  }

  draw() {
    const { curves } = this.#state.layers;
    this.#offer(curves.folds());
    const layers = [...new Set(curves.names().map((name) => name.slice(0, name.lastIndexOf("."))))];
    this.#waiting.hidden = layers.length > 0;
    for (const [name, chart] of this.#charts) {
      chart.hidden = layers.length === 0;
      chart.update(layers.map((layer, i) => ({
        label: text("job.layer", { layer }),
        color: curveColor(i),
        points: curves.curve(this.#fold, `${layer}.${name}`, "epoch") ?? { x: [], y: [] },
      })), text("job.epoch"));
    }
  }

  /** Of a cross-validation one network is shown at a time: the newest, until another is chosen. */
  #offer(folds) {
    if (folds.length > 0 && this.#folds !== folds.join()) {
      this.#folds = folds.join();
      this.#fold = this.#isChosen ? this.#fold : folds.at(-1);
      replace(this.#choice, folds.length > 1 && element("label", { class: "inline" }, text("job.network"),
        select(folds.map((fold) => [fold ?? "", fold === null ? text("job.finalNetwork") : text("job.foldNumber", { fold })]), this.#fold ?? "",
          (value) => {
            this.#isChosen = true;
            this.#fold = value === "" ? null : Number(value);
            this.draw();
          })));
    }
  }
}
