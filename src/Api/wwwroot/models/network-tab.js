import { element } from "../elements/element.js";
import { get } from "../service/requests.js";
import { count } from "../texts/format.js";
import { text, textOr } from "../texts/text.js";
import { servedVersionTab } from "./inside.js";
import { networkDrawing } from "../charts/network-drawing.js";

/** The layers of the network, as a drawing and as a table. */
export function networkTab(state) {
  return servedVersionTab(state, async () => networkPanel(await get(`${state.modelState.path}/graph`, state.signal)));
}

function networkPanel(graph) {
  return element("section", { class: "panel" },
    element("dl", { class: "figures" }, ["inputs", "parameters", "multiplyAdds", ...(graph.networks > 1 ? ["networks"] : [])].map((name) =>
      element("div", {}, element("dt", {}, text(`graph.${name}`)), element("dd", {}, count(graph[name]))))),
    element("div", { class: "scroll network", tabindex: 0, role: "group", "aria-label": text("graph.drawing") }, networkDrawing(graph)),
    element("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": text("graph.layers") }, element("table", {},
      element("caption", { class: "visually-hidden" }, text("graph.layers")),
      element("thead", {}, element("tr", {}, ["path", "kind", "shape"].map((name) => element("th", { scope: "col" }, text(`graph.${name}`))),
        ["parameters", "multiplyAdds"].map((name) => element("th", { class: "number", scope: "col" }, text(`graph.${name}`))))),
      element("tbody", {}, graph.layers.map(row)))));
}

function row(layer) {
  const depth = layer.path.split(".").length - 1;
  return element("tr", {},
    element("th", { scope: "row", class: "mono", style: { "padding-left": `${0.6 + 1.2 * depth}rem` } }, layer.path),
    element("td", {}, layerName(layer),
      layer.frozen && [" ", element("span", { class: "state queued" }, text("graph.frozen"))],
      layer.sharedWith !== null && element("span", { class: "soft small" }, ` (${text("graph.shared", { path: layer.sharedWith })})`)),
    element("td", { class: "mono" }, layer.outputShape.join(" × ")),
    [layer.parameters, layer.multiplyAdds].map((value) => element("td", { class: "number" }, value === 0 ? "–" : count(value))));
}

/** A layer's kind with its detail, such as the name of its activation. */
export function layerName({ kind, detail }) {
  return [textOr(`graph.layer.${kind}`, kind), detail].filter(Boolean).join(" ");
}
