import { chartPanel } from "../../charts/chart-panel.js";
import { rankedBars } from "../../charts/ranked-bars.js";
import { element, replace } from "../../elements/element.js";
import { count, number, percent } from "../../texts/format.js";
import { text } from "../../texts/text.js";

const shownColumns = 12;

/** What moves a prediction most, as bars from the base: `show(prediction)` shows the explanation of a prediction. */
export function explanationPanel(about) {
  const drawing = element("div", { class: "scroll" });
  const sum = element("p", { class: "soft", role: "status" });
  const hint = element("p", { class: "hint" });
  let shown = null;

  function show({ explanation, label, value, probabilities, classIndex }) {
    if (!explanation) {
      return;
    }

    shown = explanation;
    const words = probabilities ? (share) => percent(share) : (one) => number(one, 4);
    const { base, contributions, method, error, background } = explanation;
    const rest = contributions.slice(shownColumns);
    const bars = contributions.slice(0, shownColumns)
      .map((one) => ({ name: one.column, value: one.value, words: signed(one.value, words) }));
    const restValue = rest.reduce((total, one) => total + one.value, 0);
    if (rest.length > 0) {
      bars.push({ name: text("why.rest", { count: count(rest.length) }), value: restValue, words: signed(restValue, words) });
    }

    replace(drawing, rankedBars(bars, {
      label: text("why.label"),
      colorOf: (one) => (one < 0 ? "curve-2" : "curve-1"),
    }));
    sum.textContent = probabilities
      ? text("why.sumOfClass", { base: words(base), label, probability: words(probabilities[classIndex]) })
      : text("why.sum", { base: words(base), value: words(value) });
    hint.textContent = [
      text(`why.method.${method}`, { error: words(error) }), text(`why.background.${background}`),
    ].join(" ");
  }

  return Object.assign(chartPanel({
    title: text("why.title"),
    about,
    drawing: () => drawing.firstChild,
    table: () => ({ columns: ["column", "contribution"], rows: (shown?.contributions ?? []).map(({ column, value }) => [column, value]) }),
  }, sum, drawing, hint), { show });
}

function signed(value, words) {
  return `${value > 0 ? "+" : value < 0 ? "−" : ""}${words(Math.abs(value))}`;
}
