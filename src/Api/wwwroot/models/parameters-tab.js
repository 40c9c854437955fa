import { bars } from "../charts/bars.js";
import { element, replace } from "../elements/element.js";
import { attempt } from "../elements/notice.js";
import { get, withQuery } from "../service/requests.js";
import { count, number } from "../texts/format.js";
import { text } from "../texts/text.js";
import { inside } from "./inside.js";

const figures = ["mean", "std", "minimum", "maximum", "norm"];
const firstValues = 100;

/** Each parameter with its figures, how its numbers spread, and the first of them when asked for. */
export function parametersTab(state) {
  return inside(state, async () => {
    const parameters = await get(`${state.registry.path}/parameters`, state.signal);
    return element("section", { class: "panel" }, element("div", { class: "scroll" }, element("table", {},
      element("caption", { class: "visually-hidden" }, text("model.parameters")),
      element("thead", {}, element("tr", {}, ["path", "shape"].map((name) => element("th", { scope: "col" }, text(`parameters.${name}`))),
        figures.map((name) => element("th", { class: "number", scope: "col" }, text(`parameters.${name}`))),
        element("th", { scope: "col" }, text("parameters.spread")),
        element("th", {}, element("span", { class: "visually-hidden" }, text("parameters.values"))))),
      element("tbody", {}, parameters.map((parameter) => rows(state, parameter))))));
  });
}

function rows(state, parameter) {
  const { path, shape, isStatistic, histogram } = parameter;
  const values = element("td", { colspan: figures.length + 4, class: "mono" });
  const below = element("tr", { hidden: true }, values);
  const button = element("button", { "aria-expanded": "false", "aria-label": `${text("parameters.values")}: ${path}`, onclick: open }, text("parameters.values"));
  const spread = text("parameters.spreadOf", { path, from: number(histogram.from), to: number(histogram.to) });

  async function open() {
    if (below.hidden && !values.firstChild) {
      const found = await attempt(button, () => get(withQuery(`${state.registry.path}/parameters/${encodeURIComponent(path)}`, { take: firstValues }), state.signal));
      if (!found) {
        return;
      }

      replace(values, found.values.map((value) => number(value)).join("  "),
        found.count > found.values.length && ` … (${text("parameters.ofAll", { shown: found.values.length, count: count(found.count) })})`);
    }

    below.hidden = !below.hidden;
    button.setAttribute("aria-expanded", String(!below.hidden));
  }

  return [
    element("tr", { "data-parameter": path },
      element("th", { scope: "row", class: "mono" }, path, isStatistic && [" ", element("span", { class: "state queued" }, text("parameters.statistic"))]),
      element("td", { class: "mono" }, shape.join(" × ") || "1"),
      figures.map((name) => element("td", { class: "number" }, number(parameter[name]))),
      element("td", { title: spread }, bars(histogram.counts, spread)),
      element("td", {}, button)),
    below,
  ];
}
