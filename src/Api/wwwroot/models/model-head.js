import { element, replace } from "../elements/element.js";
import { select } from "../elements/field.js";
import { bytes, count, dateTime } from "../texts/format.js";
import { text } from "../texts/text.js";
import { aliasesOf, scoreText, versionName } from "./model-words.js";
import { promotionLine } from "./promotion.js";

/** The top of a model's page: the shown version, its scores and its origin. */
export class ModelHeader {
  #modelState;
  #title;
  #badges = element("span", { class: "buttons" });
  #versionChoice = element("label", { class: "inline" });
  #figures = element("dl", { class: "figures" });
  #description = element("p", { class: "description" });
  #tags = element("p", { class: "tags" });
  #promotion = element("div");
  #versionsKey;

  constructor(modelState) {
    this.#modelState = modelState;
    this.#title = element("h1", {}, modelState.model.name);
    this.element = element("div", {},
      element("div", { class: "head" }, this.#title, this.#versionChoice, this.#badges),
      this.#promotion,
      element("section", { class: "panel" }, this.#description, this.#tags, this.#figures));
  }

  update(version) {
    const { model } = this.#modelState;
    this.#updateVersionChoice(model);
    replace(this.#badges,
      version.version === model.serves && element("span", { class: "state succeeded" }, text("model.serves")),
      aliasesOf(model, version.version).map((alias) => element("span", { class: "state" }, alias)),
      version.deletedAt && element("span", { class: "state cancelled" }, text("model.deleted")));
    replace(this.#promotion, version.version !== model.serves && promotionLine(version));
    this.#description.textContent = model.description;
    this.#description.hidden = !model.description;
    replace(this.#tags, Object.entries(model.tags).map(([tag, value]) => [element("span", { class: "tag small" }, `${tag}: ${value}`), " "]));
    this.#tags.hidden = Object.keys(model.tags).length === 0;
    replace(this.#figures, figures(version).map(([name, value]) =>
      element("div", {}, element("dt", {}, text(`model.${name}`)), element("dd", {}, value))));
  }

  /** The list of versions is replaced only if it has changed, so that an open list stays open. */
  #updateVersionChoice({ versions }) {
    const optionName = ({ version, deletedAt }) =>
      (deletedAt ? text("model.versionDeleted", { version: versionName(version) }) : versionName(version));
    const options = versions.map((version) => [version.version, optionName(version)]);
    if (this.#versionsKey !== String(options)) {
      this.#versionsKey = String(options);
      replace(this.#versionChoice, text("model.version"),
        select(options, this.#modelState.shownVersion, (version) => this.#modelState.showVersion(Number(version))));
    }

    this.#versionChoice.querySelector("select").value = this.#modelState.shownVersion;
  }
}

function figures(version) {
  return [
    ["task", text(`task.${version.task}`)],
    ["dataset", element("a", { href: `#/datasets/${encodeURIComponent(version.dataset)}` }, version.dataset)],
    ["validation", scoreText(version.validation)],
    ...(version.test ? [["test", scoreText(version.test)]] : []),
    ["epoch", count(version.epoch)],
    ["parameterCount", count(version.parameters)],
    ["size", version.weightsBytes ? bytes(version.weightsBytes) : "–"],
    ["created", dateTime(version.createdAt)],
    ["origin", origin(version)],
  ];
}

/** A link to the job that trained the version. An imported version has no job here. */
export function origin({ isImported, jobId }) {
  return isImported ? text("model.imported") : element("a", { href: `#/jobs/${jobId}` }, text("model.job", { id: jobId.slice(0, 18) }));
}
