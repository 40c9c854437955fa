import { svgElement } from "../elements/element.js";
import { ticks } from "./scatter.js";
import { number } from "../texts/format.js";

const size = { width: 560, label: 190, right: 70, row: 22, top: 4, bottom: 24 };
const maximumName = 26;

/**
 * Horizontal bars, one for each entry, from the base to its value, to the left for lower values; with `low` and `high` a line for the interval.
 * @param {{ name: string, value: number, low?: number, high?: number, words: string }[]} entries from top to bottom
 * @param {{ label: string, base?: number, colorOf?: (value: number) => string, onOpen?: (name: string) => void }} options with `onOpen`, each bar
 * is a button
 */
export function rankedBars(entries, { label, base = 0, colorOf = () => "curve-1", onOpen = null }) {
  const ends = entries.flatMap(({ value, low = value, high = value }) => [value, low, high]);
  const [from, to] = [Math.min(base, ...ends), Math.max(base, ...ends)];
  const height = size.top + entries.length * size.row + size.bottom;
  const toX = (x) => size.label + (to > from ? (x - from) / (to - from) : 0) * (size.width - size.label - size.right);
  return svgElement("svg", { viewBox: `0 0 ${size.width} ${height}`, role: onOpen ? "group" : "img", "aria-label": label, class: "scatter ranked" },
    (to > from ? ticks(from, to) : [base]).map((x) => svgElement("g", {},
      svgElement("line", { x1: toX(x), x2: toX(x), y1: size.top, y2: height - size.bottom, stroke: "var(--line)" }),
      svgElement("text", { x: toX(x), y: height - 8, "text-anchor": "middle" }, number(x, 3)))),
    entries.map((entry, i) => bar(entry, size.top + i * size.row, { base, toX, colorOf, onOpen })));
}

function bar({ name, value, low, high, words }, y, { base, toX, colorOf, onOpen }) {
  const [left, right] = [Math.min(toX(base), toX(value)), Math.max(toX(base), toX(value))];
  const middle = y + size.row / 2;
  return svgElement("g", { "data-name": name, ...(onOpen && button(name, onOpen)) },
    (!onOpen || name.length > maximumName) && svgElement("title", {}, `${name}: ${words}`),
    onOpen && svgElement("rect", { x: 0, width: size.width, y, height: size.row, fill: "transparent" }),
    svgElement("text", { x: size.label - 8, y: middle + 4, "text-anchor": "end" }, shortened(name)),
    svgElement("rect", { x: left, width: Math.max(1, right - left), y: y + 4, height: size.row - 8, fill: `var(--${colorOf(value)})` }),
    low !== undefined && svgElement("line", { x1: toX(low), x2: toX(high), y1: middle, y2: middle, stroke: "var(--ink)", "stroke-width": 1.5 }),
    svgElement("text", { x: size.width - size.right + 8, y: middle + 4 }, words));
}

/** Its name for screen readers is its text. */
function button(name, onOpen) {
  return {
    role: "button",
    tabindex: 0,
    class: "opens",
    onclick: () => onOpen(name),
    onkeydown(event) {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        onOpen(name);
      }
    },
  };
}

function shortened(name) {
  return name.length > maximumName ? `${name.slice(0, maximumName - 1)}…` : name;
}
