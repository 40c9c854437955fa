import { element, replace, svgElement } from "../../elements/element.js";
import { metric } from "../../texts/format.js";
import { text } from "../../texts/text.js";
import { shownValue } from "./axes.js";
import { axisBrush } from "./axis-brush.js";

const size = { height: 300, top: 34, bottom: 16, side: 70, axis: 150 };

/**
 * Parallel coordinates: an axis for each field and for the score, and a line for each trial. The better its score, the more a line has the colour
 * of the best. A part of an axis can be marked with the mouse or the keyboard; lines outside fade.
 * @param {SearchTrials} search
 */
export class ParallelCoordinates {
  #search;
  #lines = svgElement("g", {});
  #brushes = svgElement("g", {});
  #svg = svgElement("svg", { class: "parallel", role: "group", "aria-label": text("trials.parallel") });
  #axesKey;

  element = element("div", { class: "scroll" }, this.#svg);

  constructor(search) {
    this.#search = search;
  }

  /** The drawing, for pictures. */
  get drawing() {
    return this.#svg;
  }

  /** Draws the trials as they are now. The axes are drawn anew only when they change, so that the keyboard's focus stays. */
  draw() {
    const { scores } = this.#search;
    const axes = [...this.#search.axes, scores && { ...scores, title: text(`metric.${this.#search.objective}`) }].filter(Boolean);
    const width = 2 * size.side + (axes.length - 1) * size.axis;
    const toX = (i) => size.side + i * size.axis;
    const toY = (position) => size.height - size.bottom - position * (size.height - size.top - size.bottom);
    const key = JSON.stringify(axes.map(({ name, ticks }) => [name, ticks]));
    if (this.#axesKey !== key) {
      this.#axesKey = key;
      this.#svg.setAttribute("viewBox", `0 0 ${width} ${size.height}`);
      this.#svg.style.setProperty("min-width", `${Math.round(width * 0.7)}px`);
      this.#svg.style.setProperty("max-width", `${Math.round(width * 1.4)}px`);
      this.brushes = axes.map((axis, i) => axisBrush(axis, toX(i), toY, this.#search));
      replace(this.#brushes, this.brushes.map((brush) => brush.element));
      replace(this.#svg, this.#lines, axes.map((axis, i) => drawnAxis(axis, toX(i), toY)), this.#brushes);
    }

    this.brushes.forEach((brush) => brush.update());
    // The best lines are drawn last, above all others.
    const ranked = this.#search.ranked.filter((trial) => trial.state !== "waiting" && trial.state !== "skipped");
    replace(this.#lines, ranked.map((trial, rank) => this.#line(trial, rank / Math.max(1, ranked.length - 1), axes, toX, toY)).reverse());
  }

  #line(trial, rankShare, axes, toX, toY) {
    const points = axes.map((axis, i) => {
      const value = axis === axes.at(-1) && this.#search.scores ? trial.score ?? undefined : trial.values[axis.name];
      return value === undefined ? null : `${toX(i)},${toY(axis.positionOf(value)).toFixed(1)}`;
    });
    const isChosen = this.#search.isChosen(trial);
    return svgElement("polyline", {
      points: points.filter(Boolean).join(" "),
      class: `${isChosen ? "" : "faded"} ${trial.state}`,
      "data-trial": trial.number,
      stroke: trial.score === null ? "var(--bad)" : `color-mix(in oklab, var(--curve-2) ${Math.round(100 * (1 - rankShare) ** 2)}%, var(--curve-1))`,
    }, svgElement("title", {}, title(trial, this.#search.objective)));
  }
}

function title({ number, score, state, values }, objective) {
  return [
    text("job.trialNumber", { fold: number }),
    score === null ? text(`trials.${state}`) : `${text(`metric.${objective}`)} ${metric(objective, score)}`,
    ...Object.entries(values).map(([path, value]) => `${path} ${shownValue(value)}`),
  ].join("\n");
}

function drawnAxis({ title: name, ticks }, x, toY) {
  return svgElement("g", { class: "axis" },
    svgElement("text", { x, y: 14, "text-anchor": "middle", class: "axis-title" }, name),
    svgElement("line", { x1: x, x2: x, y1: toY(0), y2: toY(1) }),
    ticks.map(({ position, label }) => svgElement("g", {},
      svgElement("line", { x1: x - 4, x2: x, y1: toY(position), y2: toY(position) }),
      svgElement("text", { x: x - 7, y: toY(position) + 4, "text-anchor": "end" }, shortened(label)))));
}

function shortened(label) {
  return label.length > 12 ? `${label.slice(0, 11)}…` : label;
}
