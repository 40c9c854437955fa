import { svgElement } from "../elements/element.js";
import { count } from "../texts/format.js";
import { text, textOr } from "../texts/text.js";

const layerDistance = 92;
const barWidth = 18;
const centerY = 96;
const maxBarHeight = 130;
const size = { left: 46, top: 8, height: 216 };
const colors = {
  linear: "curve-1", activation: "curve-2", dropout: "curve-8", normalization: "curve-3", scale: "curve-4", copies: "curve-5", embedding: "curve-6",
  categoryEmbedding: "curve-6", categoryDropout: "curve-8",
};

/**
 * Draws a network from left to right. Each bar stands for the output of a layer; its height grows with the logarithm of the output's size.
 * A linear layer is drawn as an area between two bars. An arc marks a residual block, which adds its input to its output.
 */
export function networkDrawing({ inputs, layers }) {
  const shown = layers.filter(({ kind }) => kind !== "block");
  const widths = [inputs, ...shown.map(({ outputShape }) => outputShape.reduce((a, b) => a * b, 1))];
  const maxLogWidth = Math.log(Math.max(...widths) + 1);
  const heights = widths.map((width) => Math.max(10, (maxBarHeight * Math.log(width + 1)) / maxLogWidth));
  const width = size.left * 2 + layerDistance * shown.length;
  const xOf = (i) => size.left + layerDistance * i;

  const label = description(inputs, shown);
  return svgElement("svg", { viewBox: `0 0 ${width} ${size.height}`, width, height: size.height, role: "img", "aria-label": label },
    shown.map((layer, i) => connection(layer, xOf(i), heights[i], xOf(i + 1), heights[i + 1])),
    layers.filter(({ kind, detail }) => kind === "block" && detail === "residual").map((block) => residualArc(block, shown, xOf)),
    [{ kind: "input" }, ...shown].map((layer, i) => svgElement("g", {},
      svgElement("rect", {
        x: xOf(i) - barWidth / 2,
        y: centerY - heights[i] / 2,
        width: barWidth,
        height: heights[i],
        rx: 4,
        fill: `var(--${colors[layer.kind] ?? "soft"})`,
      }),
      svgElement("text", { x: xOf(i), y: centerY + maxBarHeight / 2 + 18, "text-anchor": "middle" }, textOr(`graph.layer.${layer.kind}`, layer.kind)),
      svgElement("text", { x: xOf(i), y: centerY + maxBarHeight / 2 + 32, "text-anchor": "middle" }, layer.detail ?? ""),
      svgElement("text", { x: xOf(i), y: centerY + maxBarHeight / 2 + 48, "text-anchor": "middle", "font-weight": 700 }, count(widths[i])))));
}

function connection({ kind }, from, fromHeight, to, toHeight) {
  const [left, right] = [from + barWidth / 2, to - barWidth / 2];
  const corners = [[left, -fromHeight], [right, -toHeight], [right, toHeight], [left, fromHeight]];
  return kind === "linear"
    ? svgElement("polygon", {
      points: corners.map(([x, height]) => `${x},${centerY + height / 2}`).join(" "),
      fill: "var(--curve-1)",
      "fill-opacity": 0.16,
    })
    : svgElement("line", { x1: left, x2: right, y1: centerY, y2: centerY, stroke: "var(--soft)", "stroke-width": 1.5 });
}

/** An arc from the input of a block to its last layer. */
function residualArc(block, shown, xOf) {
  const indices = shown.flatMap(({ path }, i) => (path.startsWith(`${block.path}.`) ? [i] : []));
  const [from, to] = [xOf(indices[0]), xOf(indices.at(-1) + 1)];
  return svgElement("path", {
    d: `M ${from} ${centerY - maxBarHeight / 2} C ${from} ${size.top}, ${to} ${size.top}, ${to} ${centerY - maxBarHeight / 2}`,
    fill: "none",
    stroke: "var(--curve-4)",
    "stroke-width": 1.5,
    "stroke-dasharray": "5 4",
  });
}

function description(inputs, shown) {
  const layerTexts = shown.map(({ kind, detail, outputShape }) =>
    [textOr(`graph.layer.${kind}`, kind), detail, outputShape.join(" × ")].filter(Boolean).join(" "));
  return text("graph.description", { inputs: count(inputs), layers: layerTexts.join(", ") });
}
