import { save } from "../../charts/chart-export.js";
import { linePlot } from "../../charts/line-plot.js";
import { element } from "../../elements/element.js";
import { count, metric } from "../../texts/format.js";
import { language, text, textOr } from "../../texts/text.js";
import { formatSpec, withoutNulls } from "../spec-values.js";
import { lossUnit } from "../job-words.js";
import { foldCurves } from "../fold-curves.js";

const styleSheets = ["styles/base.css", "styles/controls.css", "styles/content.css"];

/** What a reader of a file cannot use. */
const controls = ".live, button, select, input, label.slider, label.inline, .buttons, [hidden]";

/**
 * Saves a job's report as one HTML file that needs no service, no network and no script: the figures of its head, its curves, its report as it is
 * shown, and its spec.
 * @param {HTMLElement} report the report as it is shown
 * @param {{ job: object, curves: EpochCurves }} state
 */
export async function saveReport(report, { job, curves }) {
  const css = (await Promise.all(styleSheets.map(async (address) => (await fetch(address)).text()))).join("\n");
  const name = job.name ?? job.model;
  const root = document.createElement("html");
  root.lang = language();
  Object.assign(root.dataset, document.documentElement.dataset);
  root.append(
    element("head", {},
      element("meta", { charset: "utf-8" }),
      element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      element("title", {}, `${name} · LearnML`),
      element("style", {}, css)),
    element("body", {}, element("main", { "data-page": "jobs" },
      element("h1", {}, name),
      frozen(document.querySelector("main .figures").closest(".panel")),
      element("div", { class: "columns" }, curvePlots(job, curves)),
      frozen(report),
      element("section", { class: "panel" }, element("h2", {}, text("job.spec")), element("pre", {}, formatSpec(withoutNulls(job.spec)))))));
  save(new Blob([`<!doctype html>\n${root.outerHTML}`], { type: "text/html" }), `${name} - ${text("job.report")}.html`);
}

/** A copy without what needs the service: canvases become images, links become text, and controls and charts that show nothing are left out. */
function frozen(shown) {
  const copy = shown.cloneNode(true);
  const drawn = [...shown.querySelectorAll("canvas")];
  copy.querySelectorAll("canvas").forEach((canvas, i) => {
    const image = element("img", { class: canvas.className, src: drawn[i].toDataURL(), alt: canvas.getAttribute("aria-label") ?? "" });
    image.style.setProperty("width", drawn[i].style.getPropertyValue("width"));
    canvas.replaceWith(image);
  });
  copy.querySelectorAll("td button").forEach((button) => button.replaceWith(button.textContent));
  copy.querySelectorAll(controls).forEach((control) => control.remove());
  copy.querySelectorAll(".chart:not(:has(svg))").forEach((empty) => empty.remove());
  copy.querySelectorAll("[role=button]").forEach((part) => ["role", "tabindex"].forEach((name) => part.removeAttribute(name)));
  copy.querySelectorAll("a").forEach((link) => link.replaceWith(...link.childNodes));
  return copy;
}

/** The curves of the metrics, at the size of the report's other charts. */
function curvePlots({ spec }, curves) {
  const names = [...new Set(curves.names().filter((name) => name.includes(".")).map((name) => name.split(".").at(-1)))];
  return names.map((name) => {
    const series = ["train", "validation"].flatMap((part) => foldCurves(curves, name, part, { xAxis: "epoch", smoothing: 0, folds: "mean" }))
      .filter((curve) => !curve.edge && curve.points.x.length > 0);
    const points = series.map((curve) => curve.points.x.map((x, i) => [x, curve.points.y[i]]).filter(([, y]) => y !== null));
    const title = textOr(`metric.${name}`, name);
    return element("section", { class: "panel" },
      element("h2", {}, title),
      name === "loss" && element("p", { class: "small soft" }, lossUnit(spec)),
      linePlot({
        label: title,
        lines: series.map(({ color }, i) => ({ color, points: points[i] })),
        x: rangeOf(points.flat().map(([x]) => x)),
        y: rangeOf(points.flat().map(([, y]) => y)),
        xLabel: text("job.epoch"),
        yLabel: title,
        formatX: count,
        formatY: (value) => metric(name, value),
      }),
      element("ul", { class: "legend small" }, series.map(({ label, color }) => element("li", {},
        element("span", { class: "swatch", style: { "border-top": `2px solid var(--${color})` } }), label))));
  });
}

function rangeOf(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = low === high ? Math.abs(low) / 2 || 1 : (high - low) * 0.03;
  return [low - margin, high + margin];
}
