import { CurveView } from "../charts/curve-view.js";
import { curveChart } from "../charts/curve-chart.js";
import { element } from "../elements/element.js";
import { emptyState } from "../elements/empty.js";
import { select } from "../elements/field.js";
import { setQuery } from "../shell/address.js";
import { metric, number } from "../texts/format.js";
import { text, textOr } from "../texts/text.js";
import { foldCurves } from "./fold-curves.js";
import { endedStates, lossUnit } from "./job-words.js";
import { maximumTrials, trialCurves } from "./trials/trial-curves.js";

const singleMetrics = ["learningRate", "gradientNorm"];

/**
 * A chart per metric with training and validation curves. A cross-validation shows a curve per fold, or the mean and deviation of the folds; a search
 * shows the validation curves of its trials.
 */
export class CurvesTab {
  #state;
  #charts = new Map();
  #view;
  #folds;
  #foldChoice;
  #trials = element("p", { class: "soft", hidden: true });
  #emptyState = emptyState("");
  #grid = element("div", { class: "columns" });

  /** @param {URLSearchParams} query what the address says about the curves */
  constructor(state, query) {
    this.#state = state;
    this.#folds = query.get("folds") === "mean" ? "mean" : "each";
    this.#foldChoice = element("label", { class: "inline" }, text("job.folds"),
      select([["each", text("job.foldsEach")], ["mean", text("job.foldsMean")]], this.#folds, (folds) => this.#showFolds(folds)));
    this.#view = new CurveView(query, {
      onChange: () => this.draw(),
      onZoom: (range) => this.#charts.forEach((chart) => chart.zoomTo(range)),
    });
    this.element = element("div", {}, this.#view.controls(this.#foldChoice), this.#trials, this.#emptyState, this.#grid);
    state.search?.addEventListener("change", () => this.element.isConnected && this.draw(), { signal: state.signal });
    // A chart can measure its width only once it is in the page.
    requestAnimationFrame(() => this.draw());
  }

  draw() {
    const { curves, job, search } = this.#state;
    this.#foldChoice.hidden = Boolean(search) || curves.folds().every((fold) => fold === null);
    const available = new Set(curves.names().map((name) => name.split(".").at(-1)));
    const names = [...[...available].filter((name) => !singleMetrics.includes(name)), ...singleMetrics.filter((name) => available.has(name))];
    this.#emptyState.hidden = names.length > 0;
    this.#emptyState.querySelector("p").textContent = text(endedStates.includes(job.state) ? "job.noEpochEver" : "job.noEpoch");
    this.#trials.hidden = !search || search.trials.length <= maximumTrials;
    this.#trials.textContent = text("trials.curvesOf", { shown: maximumTrials });
    for (const name of names) {
      this.#chart(name).update(this.#series(name), text(`job.${this.#view.xAxis}`));
    }
  }

  #series(name) {
    const { search } = this.#state;
    const isSingle = singleMetrics.includes(name);
    const parts = isSingle ? [""] : search ? ["validation"] : ["train", "validation"];
    return parts.flatMap((part) => search
      ? trialCurves(this.#state, part ? `${part}.${name}` : name, this.#view)
      : foldCurves(this.#state.curves, name, part, { xAxis: this.#view.xAxis, smoothing: this.#view.smoothing, folds: this.#folds }));
  }

  #chart(name) {
    if (!this.#charts.has(name)) {
      const chart = curveChart({
        title: textOr(`metric.${name}`, name),
        unit: () => (name === "loss" ? lossUnit(this.#state.job.spec) : null),
        about: () => this.#state.job.name ?? this.#state.job.model,
        link: "epochs",
        format: (value) => (singleMetrics.includes(name) ? number(value) : metric(name, value)),
        onZoom: (range) => this.#view.zoomTo(range),
        signal: this.#state.signal,
      });
      chart.dataset.metric = name;
      chart.zoomTo(this.#view.zoom);
      this.#charts.set(name, chart);
      this.#grid.append(chart);
    }

    return this.#charts.get(name);
  }

  #showFolds(folds) {
    this.#folds = folds;
    setQuery({ folds: folds === "mean" ? folds : null });
    this.draw();
  }
}
