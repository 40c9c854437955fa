import { get } from "../../service/requests.js";
import { setQuery } from "../../shell/address.js";
import { text } from "../../texts/text.js";
import { lossUnit } from "../job-words.js";
import { axisOf, isAccuracy, scoreAxis } from "./axes.js";

/** The trials are read again at most this often while the search runs. */
const readMilliseconds = 2000;

/** The name of the axis of the scores. */
export const scoreName = "score";

/**
 * The trials of a search, and which of them the user has chosen: those within the marked part of every axis. Raises `change` when either changes.
 * The address keeps the marked parts.
 */
export class SearchTrials extends EventTarget {
  #job;
  #signal;
  #parts;
  #axes;
  #readAt = performance.now();

  /** All trials by number. */
  trials = [];

  /** The axis of the scores; null before the first score. */
  scores = null;

  /** The trials, the best first, those without a score last. */
  ranked = [];

  /** Why the trials could not be read; null if they could. */
  error = null;

  /**
   * @param {object[]} trials the trials when the page was opened
   * @param {string | null} marked the marked parts as the address has them: "optimizer.learningRate:0.2:0.6,score:0.9:1"
   */
  constructor(job, trials, marked, signal) {
    super();
    this.#job = job;
    this.#signal = signal;
    this.#axes = Object.entries(job.spec.search.space).sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, range]) => axisOf(path, range));
    this.#parts = new Map((marked ?? "").split(",").map((part) => part.split(":")).map(([name, ...ends]) => [name, ends.map(Number)])
      .filter(([, [low, high]]) => low >= 0 && low <= high && high <= 1));
    this.#setTrials(trials);
  }

  get objective() {
    return this.#job.spec.search.objective;
  }

  /** What the scores measure, if they are losses; else null. */
  get unit() {
    return this.objective === "loss" ? lossUnit(this.#job.spec) : null;
  }

  /** The name of the scores with what they measure. */
  get scoreTitle() {
    const name = text(`metric.${this.objective}`);
    return this.unit ? text("trials.scoreIn", { metric: name, unit: this.unit }) : name;
  }

  /** The axes of the fields that the search varies. */
  get axes() {
    return this.#axes;
  }

  /** Sets the trials, with what is derived from all of them: it is needed for each line of the drawing. */
  #setTrials(trials) {
    const sign = isAccuracy(this.objective) ? -1 : 1;
    const scores = trials.map((trial) => trial.score).filter((score) => score !== null);
    this.trials = trials;
    this.scores = scores.length > 0 ? { ...scoreAxis(this.objective, scores), name: scoreName } : null;
    this.ranked = trials.toSorted((a, b) =>
      a.score === null || b.score === null ? (a.score === null) - (b.score === null) : (a.score - b.score) * sign);
  }

  /** Reads the trials, unless they were read a moment ago. */
  async readSoon() {
    if (performance.now() - this.#readAt >= readMilliseconds) {
      await this.read();
    }
  }

  /** Reads the trials. */
  async read() {
    this.#readAt = performance.now();
    try {
      this.#setTrials(await get(`/api/jobs/${this.#job.id}/trials`, this.#signal));
      this.error = null;
    } catch (error) {
      this.error = error.message;
    }

    if (!this.#signal.aborted) {
      this.dispatchEvent(new Event("change"));
    }
  }

  /** The marked part of an axis as [low, high]; the whole axis if none is marked. */
  partOf(name) {
    return this.#parts.get(name) ?? [0, 1];
  }

  /** Marks a part of an axis; the whole axis removes the mark. */
  mark(name, [low, high]) {
    if (low <= 0 && high >= 1) {
      this.#parts.delete(name);
    } else {
      this.#parts.set(name, [low, high]);
    }

    this.#showInAddress();
  }

  /** Removes the marks of all axes. */
  clear() {
    this.#parts.clear();
    this.#showInAddress();
  }

  /** Whether a part of an axis is marked. */
  get hasMarks() {
    return this.#parts.size > 0;
  }

  /** Whether a trial is within the marked part of every axis. */
  isChosen({ values, score }) {
    const isWithin = (axis, value) => {
      // A field whose condition does not hold has no value.
      if (value === undefined) {
        return !this.#parts.has(axis.name);
      }

      const [low, high] = this.partOf(axis.name);
      const position = axis.positionOf(value);
      // Rounding must not exclude a value at the end of a part.
      return position >= low - 1e-9 && position <= high + 1e-9;
    };
    return this.#axes.every((axis) => isWithin(axis, values[axis.name]))
      && (!this.#parts.has(scoreName) || (score !== null && isWithin(this.scores, score)));
  }

  #showInAddress() {
    const parts = [...this.#parts].map(([name, ends]) => [name, ...ends.map((end) => Number(end.toFixed(3)))].join(":"));
    setQuery({ marked: parts.join(",") });
    this.dispatchEvent(new Event("change"));
  }
}
