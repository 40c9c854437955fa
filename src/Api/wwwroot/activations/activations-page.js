import { element, replace, serviceText } from "../elements/element.js";
import { notify } from "../elements/notice.js";
import { get, withQuery } from "../service/requests.js";
import { number } from "../texts/format.js";
import { text } from "../texts/text.js";
import { curvePlot } from "./curve-plot.js";

const maxDistance = 20;
const points = 160;

/** Every activation with its derivative. */
export async function page({ signal }) {
  const range = { from: -8, to: 8 };
  let requestCount = 0;
  const activations = await get("/api/activations", signal);
  const plots = new Map(activations.map(({ name }) => [name, element("div", { class: "plots" })]));

  /** If the range changes again before the curves arrive, only the newest range is drawn. */
  async function draw() {
    const request = ++requestCount;
    const query = { ...range, step: (range.to - range.from) / points };
    const curves = await Promise.all(activations.map(({ name }) => get(withQuery(`/api/activations/${name}`, query), signal)));
    if (request === requestCount) {
      for (const { name, x, y, derivative } of curves) {
        replace(plots.get(name),
          curvePlot(x, y, { title: `${name}(x)`, color: "curve-1", label: text("activations.plot", { name, ...formattedRange(range) }) }),
          curvePlot(x, derivative, {
            title: text("activations.derivative"),
            color: "curve-2",
            label: text("activations.derivativePlot", { name, ...formattedRange(range) }),
          }));
      }
    }
  }

  function rangeSlider(name, min, max) {
    const value = element("output", {}, number(range[name]));
    const control = element("input", { type: "range", min, max, step: 1, value: range[name], oninput: (event) => {
      range[name] = Number(event.target.value);
      replace(value, number(range[name]));
      draw().catch((error) => signal.aborted || notify(error.message, "failed"));
    } });
    return element("label", { class: "inline" }, text(`activations.${name}`), control, value);
  }

  await draw();
  return element("div", {},
    element("div", { class: "head" }, element("h1", {}, text("activations.title")),
      element("div", { class: "buttons" }, rangeSlider("from", -maxDistance, -1), rangeSlider("to", 1, maxDistance))),
    element("div", { class: "columns" }, activations.map((activation) => activationPanel(activation, plots.get(activation.name)))));
}

function formattedRange({ from, to }) {
  return { from: number(from), to: number(to) };
}

function activationPanel({ name, formula, advantages, cautions }, plots) {
  return element("section", { class: "panel", "data-activation": name },
    element("div", { class: "chart-head" }, element("h2", {}, name), element("code", {}, formula)),
    plots,
    element("p", { class: "small" }, element("strong", {}, text("activations.advantages")), " ", serviceText(advantages, `advantage.${name}`)),
    element("p", { class: "small" }, element("strong", {}, text("activations.cautions")), " ", serviceText(cautions, `caution.${name}`)));
}
