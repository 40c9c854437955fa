import { element, replace } from "../elements/element.js";
import { select } from "../elements/field.js";
import { attempt, notify } from "../elements/notice.js";
import { send } from "../service/requests.js";
import { metric } from "../texts/format.js";
import { text } from "../texts/text.js";
import { versionName } from "./model-words.js";

const rules = ["always", "ifBetter", "never"];
const promoted = ["first", "better"];

/** The choice of when a new version takes over. */
export function promotionChoice(modelState) {
  const root = element("div", { class: "field" });

  function update() {
    const { promote } = modelState.model;
    if (root.dataset.promote !== promote) {
      root.dataset.promote = promote;
      const choice = select(rules.map((rule) => [rule, text(`promote.${rule}`)]), promote, (rule) => change(choice, rule));
      replace(root,
        element("label", {}, text("promote.title"), " ", choice),
        element("p", { class: "hint" }, text(`promote.hint.${promote}`)));
    }
  }

  async function change(choice, promote) {
    const model = await attempt(choice, () => send("PATCH", modelState.path, { promote }));
    if (model) {
      notify(text("promote.changed", { version: model.serves === null ? "–" : versionName(model.serves) }));
      modelState.setModel(model);
    } else {
      choice.value = modelState.model.promote;
    }
  }

  modelState.changes.addEventListener("model", update, { signal: modelState.signal });
  update();
  return root;
}

/** Why a version took over or did not when it was added; null if nothing was decided. */
export function promotionLine({ promotion }) {
  if (!promotion) {
    return null;
  }

  const { outcome, servedVersion, metric: path, score, servedScore } = promotion;
  const [part, name] = (path ?? ".").split(".");
  return element("p", { class: promoted.includes(outcome) ? "soft" : "panel warning", "data-part": "promotion" }, text(`promotion.${outcome}`, {
    version: versionName(servedVersion),
    metric: text(`metric.${name}`),
    part: text(`part.${part}`),
    score: metric(name, score),
    servedScore: metric(name, servedScore),
  }));
}
