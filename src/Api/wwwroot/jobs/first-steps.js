import { element, replace } from "../elements/element.js";
import { attempt } from "../elements/notice.js";
import { get, send } from "../service/requests.js";
import { text } from "../texts/text.js";
import { showEstimate } from "./time-estimate.js";

const recipe = "glyphs";

/** Three steps for the first minute: watch a network learn, try it, use data of one's own. Its `update` takes the known jobs. */
export function firstSteps(signal) {
  const time = element("span", { class: "soft small" });
  const watch = element("button", { class: "primary", onclick: () => run() }, text("steps.watch"));
  const draw = element("span");
  const root = element("section", { class: "panel" },
    element("h2", {}, text("steps.title")),
    element("ol", { class: "steps" },
      element("li", {}, watch, " ", time, element("p", {}, text("steps.watchHint"))),
      element("li", {}, draw, element("p", {}, text("steps.drawHint"))),
      element("li", {},
        element("a", { class: "button", href: "#/datasets" }, text("steps.drop")),
        element("p", {}, text("steps.dropHint")))));

  async function run() {
    const job = await attempt(watch, () => send("POST", `/api/recipes/${recipe}/jobs`));
    if (job) {
      location.hash = `#/jobs/${job.id}`;
    }
  }

  get(`/api/recipes/${recipe}`, signal).then(({ spec }) => showEstimate(time, spec, signal), () => {});

  function update(jobs) {
    const hasModel = jobs.some((job) => job.model === recipe && job.version !== null);
    replace(draw, hasModel
      ? element("a", { class: "button primary", href: `#/models/${recipe}` }, text("steps.draw"))
      : element("button", { disabled: true }, text("steps.draw")));
    watch.classList.toggle("primary", !hasModel);
  }

  return Object.assign(root, { update });
}
