import { element, replace } from "../elements/element.js";
import { select } from "../elements/field.js";
import { bytes, count, moment } from "../texts/format.js";
import { text } from "../texts/text.js";
import { aliasesOf, scoreText, versionName } from "./model-words.js";

/** What stands above a version's parts: which one it is, and where it came from. */
export class ModelHead {
  #registry;
  #title;
  #marks = element("span", { class: "buttons" });
  #choice = element("label", { class: "inline" });
  #figures = element("dl", { class: "figures" });
  #description = element("p", { class: "description" });
  #tags = element("p", { class: "tags" });
  #choiceOf;

  constructor(registry) {
    this.#registry = registry;
    this.#title = element("h1", {}, registry.model.name);
    this.element = element("div", {},
      element("div", { class: "head" }, this.#title, this.#choice, this.#marks),
      element("section", { class: "panel" }, this.#description, this.#tags, this.#figures));
  }

  update(version) {
    const { model } = this.#registry;
    this.#offer(model);
    replace(this.#marks,
      version.version === model.serves && element("span", { class: "state succeeded" }, text("model.answers")),
      aliasesOf(model, version.version).map((alias) => element("span", { class: "state" }, alias)),
      version.deletedAt && element("span", { class: "state cancelled" }, text("model.deleted")));
    this.#description.textContent = model.description;
    this.#description.hidden = !model.description;
    replace(this.#tags, Object.entries(model.tags).map(([tag, value]) => [element("span", { class: "tag small" }, `${tag}: ${value}`), " "]));
    this.#tags.hidden = Object.keys(model.tags).length === 0;
    replace(this.#figures, figures(version).map(([name, value]) => element("div", {}, element("dt", {}, text(`model.${name}`)), element("dd", {}, value))));
  }

  /** The list of versions is made anew only when there are others, so that it stays open under the hand. */
  #offer({ versions }) {
    const options = versions.map(({ version, deletedAt }) => [version, deletedAt ? text("model.versionDeleted", { version: versionName(version) }) : versionName(version)]);
    if (this.#choiceOf !== String(options)) {
      this.#choiceOf = String(options);
      replace(this.#choice, text("model.version"), select(options, this.#registry.shown, (version) => this.#registry.show(Number(version))));
    }

    this.#choice.querySelector("select").value = this.#registry.shown;
  }
}

function figures(version) {
  return [
    ["task", text(`task.${version.task}`)],
    ["dataset", element("a", { href: `#/datasets/${encodeURIComponent(version.dataset)}` }, version.dataset)],
    ["validation", scoreText(version.validation)],
    ...(version.test ? [["test", scoreText(version.test)]] : []),
    ["epoch", count(version.epoch)],
    ["numbers", count(version.parameters)],
    ["size", version.weightsBytes ? bytes(version.weightsBytes) : "–"],
    ["created", moment(version.createdAt)],
    ["origin", origin(version)],
  ];
}

/** The job that trained it; one that was taken in has none here. */
export function origin({ isImported, jobId }) {
  return isImported ? text("model.imported") : element("a", { href: `#/jobs/${jobId}` }, text("model.job", { id: jobId.slice(0, 8) }));
}
