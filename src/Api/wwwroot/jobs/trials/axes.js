import { ticks } from "../../charts/scatter.js";
import { metric, number } from "../../texts/format.js";
import { textOr } from "../../texts/text.js";

const numberBins = 5;
const maximumLabels = 12;
const logarithmicFactor = 10;

/** Labels that are closer than this share of an axis would cover each other. */
const labelDistance = 0.07;

/**
 * The axis of a field that a search varies, or of its scores. A position is 0 at the bottom of the axis and 1 at the top.
 * - positionOf(value): the position of a value
 * - wordsAt(position): the value at a position, in words
 * - ticks: [{ position, label }]
 * - bins, binOf(value): a few classes of values, for importances
 * - step: how far a key moves along the axis
 * - isLogarithmic: whether equal distances are equal factors
 */
export function axisOf(name, range) {
  const title = textOr(`spec.${name}`, name);
  if (range.choice) {
    return { name, title, ...choiceAxis(range.choice) };
  }

  const [low, high, size = 1] = range.integer ?? range.uniform ?? range.logUniform;
  const axis = numberAxis(low, high, Boolean(range.logUniform), number);
  return { name, title, ...axis, ...(range.integer && stepsOf(axis, low, high, size)) };
}

/** Whole numbers in few steps have a label each, and keys move from one to the next. */
function stepsOf({ positionOf }, low, high, size) {
  const values = Array.from({ length: Math.floor((high - low) / size) + 1 }, (_, i) => low + i * size);
  return values.length > maximumLabels ? {} : {
    ticks: values.map((value) => ({ position: positionOf(value), label: number(value) })),
    step: size / (high - low),
    ...(values.length <= numberBins && { bins: values.length, binOf: (value) => (value - low) / size }),
  };
}

/** The axis of the scores, with the best at the top. Losses that differ by a large factor have a logarithmic axis. */
export function scoreAxis(name, scores) {
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const isHigherBetter = isAccuracy(name);
  const axis = numberAxis(low, high, low > 0 && high / low >= logarithmicFactor && !isHigherBetter, (value) => metric(name, value));
  return isHigherBetter ? { name, ...axis } : {
    name,
    ...axis,
    positionOf: (value) => 1 - axis.positionOf(value),
    wordsAt: (position) => axis.wordsAt(1 - position),
    ticks: axis.ticks.map(({ position, label }) => ({ position: 1 - position, label })),
  };
}

/** Whether higher scores of a search's objective are better. */
export function isAccuracy(objective) {
  return objective === "accuracy";
}

/** A value of a trial in words. A field whose condition does not hold has none. */
export function shownValue(value) {
  return value === undefined ? "–"
    : Array.isArray(value) ? `[${value.join(", ")}]`
    : typeof value === "number" ? number(value)
    : typeof value === "object" ? JSON.stringify(value)
    : String(value);
}

/** Numbers are in ascending order; other values are in the order of the search. */
function choiceAxis(choice) {
  const values = choice.every((value) => typeof value === "number") ? choice.toSorted((a, b) => a - b) : choice;
  const keys = [...new Set(values.map((value) => JSON.stringify(value)))];
  const labels = keys.map((key) => shownValue(JSON.parse(key)));
  const binOf = (value) => keys.indexOf(JSON.stringify(value));
  const positionOfBin = (bin) => (keys.length === 1 ? 0.5 : bin / (keys.length - 1));
  const every = Math.ceil(keys.length / maximumLabels);
  return {
    bins: keys.length,
    binOf,
    positionOf: (value) => positionOfBin(binOf(value)),
    wordsAt: (position) => labels[Math.round(position * (keys.length - 1))],
    ticks: labels.map((label, bin) => ({ position: positionOfBin(bin), label })).filter((_, bin) => bin % every === 0),
    step: keys.length > 1 ? 1 / (keys.length - 1) : 1,
  };
}

function numberAxis(low, high, isLogarithmic, words) {
  const [toScale, fromScale] = isLogarithmic ? [Math.log10, (power) => 10 ** power] : [(value) => value, (value) => value];
  const [from, to] = [toScale(low), toScale(high)];
  const positionOf = (value) => (to > from ? (toScale(value) - from) / (to - from) : 0.5);
  return {
    isLogarithmic,
    positionOf,
    wordsAt: (position) => words(fromScale(from + position * (to - from))),
    ticks: tickValues(low, high, isLogarithmic).map((value) => ({ position: positionOf(value), label: words(value) })),
    bins: numberBins,
    binOf: (value) => Math.min(numberBins - 1, Math.max(0, Math.floor(positionOf(value) * numberBins))),
    step: 0.05,
  };
}

/** The ends of an axis and round numbers between them; on a logarithmic axis 1, 2 or 5 times powers of ten. */
function tickValues(low, high, isLogarithmic) {
  if (low === high) {
    return [low];
  }

  const inner = isLogarithmic ? roundFactors(low, high) : ticks(low, high);
  const distance = (value, end) => Math.abs(isLogarithmic ? Math.log(value / end) / Math.log(high / low) : (value - end) / (high - low));
  return [low, ...inner.filter((value) => distance(value, low) > labelDistance && distance(value, high) > labelDistance), high];
}

function roundFactors(low, high) {
  const powers = Array.from({ length: Math.floor(Math.log10(high)) - Math.floor(Math.log10(low)) + 1 }, (_, i) => Math.floor(Math.log10(low)) + i);
  const factors = powers.length > 3 ? [1] : [1, 2, 5];
  return powers.flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`))).filter((value) => value > low && value < high);
}
