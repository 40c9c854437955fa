import { element } from "../../elements/element.js";
import { count, metric } from "../../texts/format.js";
import { text } from "../../texts/text.js";
import { shownValue } from "./axes.js";

/** The leaderboard: these trials in this order, each with its values and a link that runs it as a job of its own. */
export function trialTable(trials, { axes, objective, scoreTitle }, id) {
  const names = axes.map((axis) => axis.title);
  const headings = [text("trials.number"), text("trials.state"), scoreTitle, text("job.epoch"), ...names, ""];
  return element("table", {},
    element("caption", { class: "visually-hidden" }, text("job.trials")),
    element("thead", {}, element("tr", {}, headings.map((heading) =>
      element("th", { scope: "col", class: heading === text("trials.state") ? null : "number" }, heading)))),
    element("tbody", {}, trials.map((trial) => element("tr", { "data-trial": trial.number },
      element("td", { class: "number" }, count(trial.number)),
      element("td", {}, text(`trials.${trial.state}`)),
      element("td", { class: "number" }, trial.score === null ? "–" : metric(objective, trial.score)),
      element("td", { class: "number" }, trial.epoch === null ? "–" : count(trial.epoch)),
      axes.map(({ name }) => element("td", { class: "number" }, shownValue(trial.values[name]))),
      element("td", {}, element("a", { href: `#/new?from=${id}&trial=${trial.number}` }, text("trials.run")))))));
}
