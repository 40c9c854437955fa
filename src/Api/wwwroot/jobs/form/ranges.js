const separators = /[,;，；、]/;
const dots = /\s*(?:…+|\.{2,3})\s*/;
const logarithmicFactor = 10;

/**
 * Reads what a user typed in a field of numbers: one value, or several values or a range for a search to try.
 * - "0.1" is a value, and in a field of lists also "64, 32"
 * - "0.01, 0.1, 0.5" is a choice, and in a field of lists "64 | 128, 128"
 * - "0.001…0.1" is a range, logarithmic if its ends differ by a factor of 10 or more; "16…64" is one of whole numbers in a field of them, and
 * "16…64…16" has steps of 16
 * A part that is not a number is kept as it is, so that the service reports it.
 * @param {{ isInteger: boolean, isList: boolean }} kind
 * @returns {{ value?: any, range?: object }} the value, undefined if nothing was typed; or the range as the spec of a search has it
 */
export function readNumbers(typed, { isInteger, isList }) {
  const trimmed = typed.trim();
  const range = readRange(trimmed, isInteger);
  if (range) {
    return { range };
  }

  if (isList) {
    const lists = trimmed.split("|").map(numbersIn);
    return lists.length > 1 ? { range: { choice: lists } } : { value: lists[0] };
  }

  const parts = trimmed.split(separators).map((part) => part.trim()).filter(Boolean);
  return parts.length > 1 ? { range: { choice: parts.map(numberOf) } } : { value: parts.map(numberOf)[0] };
}

/** Writes a range as a user would type it; null if a field of numbers cannot have it. */
export function writeRange({ choice, integer, uniform, logUniform }, { isList }) {
  const ends = integer ?? uniform ?? logUniform;
  return ends ? ends.join("…")
    : !isList && choice.every((value) => typeof value === "number") ? choice.join(", ")
    : isList && choice.every((value) => [value].flat().every((one) => typeof one === "number"))
      ? choice.map((value) => [value].flat().join(", ")).join(" | ") + (choice.length === 1 ? " |" : "")
    : null;
}

function readRange(typed, isInteger) {
  const ends = typed.split(dots).map((part) => (part === "" ? NaN : Number(part)));
  if (ends.length < 2 || ends.length > 3 || ends.some(Number.isNaN) || (ends.length === 3 && !isInteger)) {
    return null;
  }

  const [low, high] = ends;
  return isInteger ? { integer: ends } : low > 0 && high / low >= logarithmicFactor ? { logUniform: ends } : { uniform: ends };
}

function numbersIn(typed) {
  return typed.split(/[,;，；、\s]+/).filter(Boolean).map(numberOf);
}

function numberOf(part) {
  return Number.isNaN(Number(part)) ? part : Number(part);
}
