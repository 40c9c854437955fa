import { svgElement } from "../elements/element.js";
import { percent } from "../texts/format.js";

const size = { width: 560, label: 190, right: 70, row: 22, top: 4, bottom: 24 };
const maximumName = 26;

/**
 * Horizontal bars from 0 to 100%, one for each entry, divided into shares.
 * @param {{ name: string, shares: number[], words: string }[]} entries from top to bottom
 * @param {{ label: string, series: { label: string, color: string }[] }} options the series of the shares
 */
export function stackedBars(entries, { label, series }) {
  const height = size.top + entries.length * size.row + size.bottom;
  const toX = (share) => size.label + share * (size.width - size.label - size.right);
  return svgElement("svg", { viewBox: `0 0 ${size.width} ${height}`, role: "img", "aria-label": label, class: "scatter ranked" },
    [0, 0.25, 0.5, 0.75, 1].map((share) => svgElement("text", { x: toX(share), y: height - 8, "text-anchor": "middle" }, percent(share, 0))),
    entries.map((entry, i) => bar(entry, size.top + i * size.row, toX, series)));
}

function bar({ name, shares, words }, y, toX, series) {
  const starts = shares.map((_, i) => shares.slice(0, i).reduce((sum, share) => sum + share, 0));
  return svgElement("g", { "data-name": name },
    svgElement("text", { x: size.label - 8, y: y + size.row / 2 + 4, "text-anchor": "end" },
      name.length > maximumName ? `${name.slice(0, maximumName - 1)}…` : name, svgElement("title", {}, name)),
    shares.map((share, i) => share > 0 && svgElement("rect", {
      x: toX(starts[i]), width: toX(starts[i] + share) - toX(starts[i]), y: y + 3, height: size.row - 6, fill: `var(--${series[i].color})`,
    }, svgElement("title", {}, `${name}: ${series[i].label} ${percent(share)}`))),
    svgElement("text", { x: size.width - size.right + 8, y: y + size.row / 2 + 4 }, words));
}
