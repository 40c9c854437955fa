import { confirmed } from "../elements/confirm.js";
import { element, replace } from "../elements/element.js";
import { attempt } from "../elements/notice.js";
import { send } from "../service/requests.js";
import { count, moment } from "../texts/format.js";
import { text } from "../texts/text.js";
import { origin } from "./model-head.js";
import { aliasesOf, scoreText, versionName, versionPath } from "./model-words.js";

const columns = ["version", "validation", "epoch", "dataset", "origin", "created", "state"];
const numbers = ["validation", "epoch"];

/** Every version, to show, to delete and to restore. */
export function versionTable(registry) {
  const rows = element("tbody");

  /** The keyboard stays in the row where it was, whatever its buttons now are. */
  function update() {
    const at = document.activeElement.closest("tr[data-version]")?.dataset.version;
    replace(rows, registry.model.versions.map((version) => row(registry, version)));
    rows.querySelector(`tr[data-version="${at}"] button`)?.focus();
  }

  registry.changes.addEventListener("model", update, { signal: registry.signal });
  update();
  return element("section", { class: "panel" },
    element("h2", {}, text("model.versions")),
    element("div", { class: "scroll" }, element("table", {},
      element("thead", {}, element("tr", {},
        columns.map((name) => element("th", { class: numbers.includes(name) && "number", scope: "col" }, text(`model.${name}`))),
        element("th", {}, element("span", { class: "visually-hidden" }, text("model.actions"))))),
      rows)));
}

function row(registry, version) {
  const { model, shown } = registry;
  const isShown = version.version === shown;
  return element("tr", { "data-version": version.version },
    element("th", { scope: "row" }, isShown
      ? element("strong", { "aria-current": "true" }, versionName(version.version))
      : element("button", { class: "plain", onclick: () => registry.show(version.version) }, versionName(version.version))),
    element("td", { class: "number" }, scoreText(version.validation)),
    element("td", { class: "number" }, count(version.epoch)),
    element("td", {}, version.dataset),
    element("td", {}, origin(version)),
    element("td", { class: "small soft" }, moment(version.createdAt)),
    element("td", {}, marks(model, version)),
    element("td", {}, version.deletedAt ? restoreButton(registry, version) : deleteButton(registry, version)));
}

function marks(model, version) {
  return [
    version.version === model.serves && element("span", { class: "state succeeded" }, text("model.answers")),
    aliasesOf(model, version.version).map((alias) => [" ", element("span", { class: "state" }, alias)]),
    version.deletedAt && element("span", { class: "state cancelled", title: moment(version.deletedAt) }, text("model.deleted")),
  ];
}

function deleteButton(registry, version) {
  const label = text("model.delete");
  return element("button", {
    class: "danger",
    "aria-label": `${label}: ${versionName(version.version)}`,
    onclick: async ({ currentTarget }) => {
      if (await confirmed(text("model.deleteQuestion", { name: version.name, version: version.version }), label)) {
        await change(currentTarget, registry, () => send("DELETE", versionPath(version)));
      }
    },
  }, label);
}

function restoreButton(registry, version) {
  const label = text("model.restore");
  return element("button", {
    "aria-label": `${label}: ${versionName(version.version)}`,
    onclick: ({ currentTarget }) => change(currentTarget, registry, () => send("POST", `${versionPath(version)}/restore`)),
  }, label);
}

function change(button, registry, run) {
  return attempt(button, async () => {
    await run();
    await registry.reload();
  });
}
