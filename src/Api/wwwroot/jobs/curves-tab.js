import { curveColor } from "../charts/colors.js";
import { curveChart } from "../charts/curve-chart.js";
import { smooth, spread } from "../charts/chart-data.js";
import { element } from "../elements/element.js";
import { empty } from "../elements/empty.js";
import { select } from "../elements/field.js";
import { metric, number } from "../texts/format.js";
import { text, textOr } from "../texts/text.js";

const alone = ["learningRate", "gradientNorm"];
const dashes = [5, 4];

/** A chart for each metric, training beside validation: one curve each, or one for each fold, or their mean and deviation. */
export class CurvesTab {
  #state;
  #charts = new Map();
  #view = { over: "epoch", smoothing: 0, folds: "each" };
  #foldsChoice;
  #waiting = empty(text("job.noEpoch"));
  #grid = element("div", { class: "columns" });

  constructor(state) {
    this.#state = state;
    this.#foldsChoice = this.#choice("job.folds", [["each", text("job.foldsEach")], ["mean", text("job.foldsMean")]], "folds");
    this.element = element("div", {}, this.#controls(), this.#waiting, this.#grid);
    this.draw();
    // Charts measure the room that they have once they are in the page.
    requestAnimationFrame(() => this.draw());
  }

  draw() {
    const { curves } = this.#state;
    const isCrossValidated = curves.folds().some((fold) => fold !== null);
    this.#foldsChoice.hidden = !isCrossValidated;
    const all = new Set(curves.names().map((name) => name.split(".").at(-1)));
    const names = [...[...all].filter((name) => !alone.includes(name)), ...alone.filter((name) => all.has(name))];
    this.#waiting.hidden = names.length > 0;
    for (const name of names) {
      this.#chart(name).update(alone.includes(name) ? this.#series(name, "") : [...this.#series(`train.${name}`, "train"), ...this.#series(`validation.${name}`, "validation")],
        text(`job.${this.#view.over}`));
    }
  }

  #series(name, part) {
    const { curves } = this.#state;
    const folds = curves.folds().filter((fold) => curves.curve(fold, name, this.#view.over));
    const dash = part === "train" && folds.length > 1 ? dashes : undefined;
    const label = part ? text(`part.${part}`) : text(`metric.${name}`);
    const points = (fold) => smooth(curves.curve(fold, name, this.#view.over), this.#view.smoothing);
    const each = (fold) => ({
      label: fold === null && folds.length === 1 ? label : text("job.partOf", { label, network: fold === null ? text("job.finalNetwork") : text("job.foldNumber", { fold }) }),
      color: folds.length === 1 ? curveColor(part === "validation" ? 1 : 0) : fold === null ? "ink" : curveColor(fold - 1),
      width: folds.length === 1 ? 2 : 1.3,
      dash,
      points: points(fold),
    });
    const dealt = folds.filter((fold) => fold !== null);
    if (this.#view.folds === "each" || dealt.length < 2) {
      return folds.map(each);
    }

    // One band a chart: that of what is validated, or of what stands alone.
    const { mean, low, high } = this.#spread(dealt, name);
    const color = curveColor(part === "validation" ? 1 : 0);
    return [
      { label: text("job.meanOf", { label }), color, points: mean },
      ...(part === "train" ? [] : [
        { label: `${label} −σ`, color, points: low, edge: "low" },
        { label: `${label} +σ`, color, points: high, edge: "high" },
      ]),
      ...folds.filter((fold) => fold === null).map(each),
    ];
  }

  /** Mean and deviation of the folds at each epoch; over seconds, at the mean of the times at which they came to it. */
  #spread(folds, name) {
    const { curves } = this.#state;
    const [overEpochs, overSeconds] = ["epoch", "seconds"].map((over) => folds.map((fold) => curves.curve(fold, name, over)));
    const result = spread(overEpochs.map((curve) => smooth(curve, this.#view.smoothing)));
    if (this.#view.over === "seconds") {
      const { x, y } = spread(overEpochs.map((curve, i) => ({ x: curve.x, y: overSeconds[i].x }))).mean;
      const secondsOf = new Map(x.map((epoch, i) => [epoch, y[i]]));
      Object.values(result).forEach((curve) => (curve.x = curve.x.map((epoch) => secondsOf.get(epoch))));
    }

    return result;
  }

  #chart(name) {
    if (!this.#charts.has(name)) {
      const chart = curveChart({
        title: textOr(`metric.${name}`, name),
        link: "epochs",
        format: (value) => (alone.includes(name) ? number(value) : metric(name, value)),
        signal: this.#state.signal,
      });
      chart.dataset.metric = name;
      this.#charts.set(name, chart);
      this.#grid.append(chart);
    }

    return this.#charts.get(name);
  }

  #controls() {
    const smoothing = element("input", { type: "range", min: 0, max: 0.98, step: 0.02, value: 0, oninput: (event) => this.#see({ smoothing: Number(event.target.value) }) });
    return element("div", { class: "buttons chart-head" },
      this.#choice("job.over", [["epoch", text("job.epoch")], ["seconds", text("job.seconds")]], "over"),
      element("label", { class: "inline" }, text("job.smoothing"), smoothing),
      this.#foldsChoice,
      element("span", { class: "small soft" }, text("chart.keys")));
  }

  #choice(label, options, name) {
    return element("label", { class: "inline" }, text(label), select(options, this.#view[name], (value) => this.#see({ [name]: value })));
  }

  #see(change) {
    Object.assign(this.#view, change);
    this.draw();
  }
}
