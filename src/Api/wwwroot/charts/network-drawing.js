import { drawn } from "../elements/element.js";
import { count } from "../texts/format.js";
import { text, textOr } from "../texts/text.js";

const step = 92;
const bar = 18;
const middle = 96;
const tallest = 130;
const size = { left: 46, top: 8, height: 216 };
const colors = { linear: "curve-1", activation: "curve-2", dropout: "curve-8", normalization: "curve-3" };

/**
 * A network from left to right: a bar for what comes out of each layer, the taller the more numbers (by their logarithm), joined where a
 * layer weighs each with each; an arc where what comes into a block is added to what comes out.
 */
export function networkDrawing({ inputs, layers }) {
  const shown = layers.filter(({ kind }) => kind !== "block");
  const widths = [inputs, ...shown.map(({ outputShape }) => outputShape.reduce((a, b) => a * b, 1))];
  const most = Math.log(Math.max(...widths) + 1);
  const heights = widths.map((width) => Math.max(10, (tallest * Math.log(width + 1)) / most));
  const width = size.left * 2 + step * shown.length;
  const across = (i) => size.left + step * i;

  return drawn("svg", { viewBox: `0 0 ${width} ${size.height}`, width, height: size.height, role: "img", "aria-label": inWords(inputs, shown) },
    shown.map((layer, i) => link(layer, across(i), heights[i], across(i + 1), heights[i + 1])),
    layers.filter(({ kind, detail }) => kind === "block" && detail === "residual").map((block) => arc(block, shown, across)),
    [{ kind: "input" }, ...shown].map((layer, i) => drawn("g", {},
      drawn("rect", { x: across(i) - bar / 2, y: middle - heights[i] / 2, width: bar, height: heights[i], rx: 4, fill: `var(--${colors[layer.kind] ?? "soft"})` }),
      drawn("text", { x: across(i), y: middle + tallest / 2 + 18, "text-anchor": "middle" }, textOr(`graph.layer.${layer.kind}`, layer.kind)),
      drawn("text", { x: across(i), y: middle + tallest / 2 + 32, "text-anchor": "middle" }, layer.detail ?? ""),
      drawn("text", { x: across(i), y: middle + tallest / 2 + 48, "text-anchor": "middle", "font-weight": 700 }, count(widths[i])))));
}

function link({ kind }, from, fromHeight, to, toHeight) {
  const [left, right] = [from + bar / 2, to - bar / 2];
  return kind === "linear"
    ? drawn("polygon", {
      points: `${left},${middle - fromHeight / 2} ${right},${middle - toHeight / 2} ${right},${middle + toHeight / 2} ${left},${middle + fromHeight / 2}`,
      fill: "var(--curve-1)",
      "fill-opacity": 0.16,
    })
    : drawn("line", { x1: left, x2: right, y1: middle, y2: middle, stroke: "var(--soft)", "stroke-width": 1.5 });
}

/** From what comes into a block to the last layer in it. */
function arc(block, shown, across) {
  const places = shown.flatMap(({ path }, i) => (path.startsWith(`${block.path}.`) ? [i] : []));
  const [from, to] = [across(places[0]), across(places.at(-1) + 1)];
  return drawn("path", {
    d: `M ${from} ${middle - tallest / 2} C ${from} ${size.top}, ${to} ${size.top}, ${to} ${middle - tallest / 2}`,
    fill: "none",
    stroke: "var(--curve-4)",
    "stroke-width": 1.5,
    "stroke-dasharray": "5 4",
  });
}

function inWords(inputs, shown) {
  const words = shown.map(({ kind, detail, outputShape }) => [textOr(`graph.layer.${kind}`, kind), detail, outputShape.join(" × ")].filter(Boolean).join(" "));
  return text("graph.inWords", { inputs: count(inputs), layers: words.join(", ") });
}
