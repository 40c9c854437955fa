import { barChart } from "../charts/bars.js";
import { element, replace } from "../elements/element.js";
import { attempt } from "../elements/notice.js";
import { get, withQuery } from "../service/requests.js";
import { count, number } from "../texts/format.js";
import { text } from "../texts/text.js";
import { servedVersionTab } from "./inside.js";

const statistics = ["mean", "std", "minimum", "maximum", "norm"];
const shownValues = 100;

/** Every parameter with its statistics, a histogram and, on request, its first values. */
export function parametersTab(state) {
  return servedVersionTab(state, async () => {
    const parameters = await get(`${state.modelState.path}/parameters`, state.signal);
    return element("section", { class: "panel" }, element("div", { class: "scroll" }, element("table", {},
      element("caption", { class: "visually-hidden" }, text("model.parameters")),
      element("thead", {}, element("tr", {}, ["path", "shape"].map((name) => element("th", { scope: "col" }, text(`parameters.${name}`))),
        statistics.map((name) => element("th", { class: "number", scope: "col" }, text(`parameters.${name}`))),
        element("th", { scope: "col" }, text("parameters.distribution")),
        element("th", {}, element("span", { class: "visually-hidden" }, text("parameters.values"))))),
      element("tbody", {}, parameters.map((parameter) => rows(state, parameter))))));
  });
}

function rows(state, parameter) {
  const { path, shape, isStatistic, histogram } = parameter;
  const values = element("td", { colspan: statistics.length + 4, class: "mono" });
  const valuesRow = element("tr", { hidden: true }, values);
  const label = text("parameters.values");
  const button = element("button", { "aria-expanded": "false", "aria-label": `${label}: ${path}`, onclick: toggleValues }, label);
  const histogramLabel = text("parameters.histogramOf", { path, from: number(histogram.from), to: number(histogram.to) });

  async function toggleValues() {
    if (valuesRow.hidden && !values.firstChild) {
      const address = withQuery(`${state.modelState.path}/parameters/${encodeURIComponent(path)}`, { take: shownValues });
      const response = await attempt(button, () => get(address, state.signal));
      if (!response) {
        return;
      }

      replace(values, response.values.map((value) => number(value)).join("  "),
        response.count > response.values.length
          && ` … (${text("parameters.ofAll", { shown: response.values.length, count: count(response.count) })})`);
    }

    valuesRow.hidden = !valuesRow.hidden;
    button.setAttribute("aria-expanded", String(!valuesRow.hidden));
  }

  return [
    element("tr", { "data-parameter": path },
      element("th", { scope: "row", class: "mono" }, path,
        isStatistic && [" ", element("span", { class: "state queued" }, text("parameters.statistic"))]),
      element("td", { class: "mono" }, shape.join(" × ") || "1"),
      statistics.map((name) => element("td", { class: "number" }, number(parameter[name]))),
      element("td", { title: histogramLabel }, barChart(histogram.counts, histogramLabel)),
      element("td", {}, button)),
    valuesRow,
  ];
}
