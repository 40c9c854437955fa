import { curveColor } from "../charts/colors.js";
import { curveChart } from "../charts/curve-chart.js";
import { meanAndDeviation, smooth } from "../charts/chart-data.js";
import { element } from "../elements/element.js";
import { emptyState } from "../elements/empty.js";
import { select } from "../elements/field.js";
import { metric, number } from "../texts/format.js";
import { text, textOr } from "../texts/text.js";

const singleMetrics = ["learningRate", "gradientNorm"];
const dashes = [5, 4];

/** More curves of trials cannot be told apart. */
const maximumTrials = 20;

/** A chart per metric with training and validation curves. A cross-validation shows a curve per fold, or the mean and deviation of the folds. */
export class CurvesTab {
  #state;
  #charts = new Map();
  #view = { xAxis: "epoch", smoothing: 0, folds: "each" };
  #foldChoice;
  #emptyState = emptyState(text("job.noEpoch"));
  #grid = element("div", { class: "columns" });

  constructor(state) {
    this.#state = state;
    this.#foldChoice = this.#labelledSelect("job.folds", [["each", text("job.foldsEach")], ["mean", text("job.foldsMean")]], "folds");
    this.element = element("div", {}, this.#controls(), this.#emptyState, this.#grid);
    this.draw();
    // A chart can measure its width only once it is in the page.
    requestAnimationFrame(() => this.draw());
  }

  draw() {
    const { curves } = this.#state;
    const isCrossValidated = !this.#search && curves.folds().some((fold) => fold !== null);
    this.#foldChoice.hidden = !isCrossValidated;
    const available = new Set(curves.names().map((name) => name.split(".").at(-1)));
    const names = [...[...available].filter((name) => !singleMetrics.includes(name)), ...singleMetrics.filter((name) => available.has(name))];
    this.#emptyState.hidden = names.length > 0;
    for (const name of names) {
      const series = singleMetrics.includes(name)
        ? this.#series(name, "")
        : this.#search ? this.#series(`validation.${name}`, "validation")
        : [...this.#series(`train.${name}`, "train"), ...this.#series(`validation.${name}`, "validation")];
      this.#chart(name).update(series, text(`job.${this.#view.xAxis}`));
    }
  }

  #series(name, part) {
    const { curves } = this.#state;
    const folds = this.#shown().filter((fold) => curves.curve(fold, name, this.#view.xAxis));
    const dash = part === "train" && folds.length > 1 ? dashes : undefined;
    const label = part ? text(`part.${part}`) : text(`metric.${name}`);
    const points = (fold) => smooth(curves.curve(fold, name, this.#view.xAxis), this.#view.smoothing);
    const networkName = (fold) => (fold === null ? text("job.finalNetwork")
      : text(this.#search ? "job.trialNumber" : "job.foldNumber", { fold }));
    const foldCurve = (fold) => ({
      label: fold === null && folds.length === 1 ? label : text("job.partOf", { label, network: networkName(fold) }),
      color: folds.length === 1 ? curveColor(part === "validation" ? 1 : 0) : fold === null ? "ink" : curveColor(fold - 1),
      width: folds.length === 1 ? 2 : 1.3,
      dash,
      points: points(fold),
    });
    const numberedFolds = folds.filter((fold) => fold !== null);
    if (this.#view.folds === "each" || numberedFolds.length < 2) {
      return folds.map(foldCurve);
    }

    // Each chart has one band: for the validation curve, or for a metric with a single curve.
    const { mean, low, high } = this.#foldStatistics(numberedFolds, name);
    const color = curveColor(part === "validation" ? 1 : 0);
    return [
      { label: text("job.meanOf", { label }), color, points: mean },
      ...(part === "train" ? [] : [
        { label: `${label} −σ`, color, points: low, edge: "low" },
        { label: `${label} +σ`, color, points: high, edge: "high" },
      ]),
      ...folds.filter((fold) => fold === null).map(foldCurve),
    ];
  }

  get #search() {
    return this.#state.job.spec.search;
  }

  /** All folds; of a search, the trials that have the lowest validation losses so far. */
  #shown() {
    const { curves } = this.#state;
    if (!this.#search || curves.folds().length <= maximumTrials) {
      return curves.folds();
    }

    const lowest = (trial) => Math.min(...(curves.curve(trial, "validation.loss", "epoch")?.y ?? [Infinity]));
    return curves.folds().toSorted((a, b) => lowest(a) - lowest(b)).slice(0, maximumTrials).sort((a, b) => a - b);
  }

  /** Mean and deviation of the folds at each epoch. Over seconds, x is the mean of the times at which the folds reached the epoch. */
  #foldStatistics(folds, name) {
    const { curves } = this.#state;
    const [overEpochs, overSeconds] = ["epoch", "seconds"].map((xAxis) => folds.map((fold) => curves.curve(fold, name, xAxis)));
    const result = meanAndDeviation(overEpochs.map((curve) => smooth(curve, this.#view.smoothing)));
    if (this.#view.xAxis === "seconds") {
      const { x, y } = meanAndDeviation(overEpochs.map((curve, i) => ({ x: curve.x, y: overSeconds[i].x }))).mean;
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
        format: (value) => (singleMetrics.includes(name) ? number(value) : metric(name, value)),
        signal: this.#state.signal,
      });
      chart.dataset.metric = name;
      this.#charts.set(name, chart);
      this.#grid.append(chart);
    }

    return this.#charts.get(name);
  }

  #controls() {
    const smoothing = element("input", {
      type: "range", min: 0, max: 0.98, step: 0.02, value: 0, oninput: (event) => this.#setView({ smoothing: Number(event.target.value) }),
    });
    return element("div", { class: "buttons chart-head" },
      this.#labelledSelect("job.xAxis", [["epoch", text("job.epoch")], ["seconds", text("job.seconds")]], "xAxis"),
      element("label", { class: "inline" }, text("job.smoothing"), smoothing),
      this.#foldChoice,
      element("span", { class: "small soft" }, text("chart.keys")));
  }

  #labelledSelect(label, options, name) {
    return element("label", { class: "inline" }, text(label), select(options, this.#view[name], (value) => this.#setView({ [name]: value })));
  }

  #setView(change) {
    Object.assign(this.#view, change);
    this.draw();
  }
}
