import { confirmAction } from "../elements/confirm.js";
import { element, replace } from "../elements/element.js";
import { attempt } from "../elements/notice.js";
import { send } from "../service/requests.js";
import { count, dateTime } from "../texts/format.js";
import { text } from "../texts/text.js";
import { origin } from "./model-head.js";
import { aliasesOf, scoreText, versionName, versionPath } from "./model-words.js";

const columns = ["version", "validation", "epoch", "dataset", "origin", "created", "state"];
const numberColumns = ["validation", "epoch"];

/** All versions of a model. The user can show, delete and restore them. */
export function versionTable(modelState) {
  const rows = element("tbody");

  /** The focus stays in its row, even if the row's buttons change. */
  function update() {
    const focusedVersion = document.activeElement.closest("tr[data-version]")?.dataset.version;
    replace(rows, modelState.model.versions.map((version) => row(modelState, version)));
    rows.querySelector(`tr[data-version="${focusedVersion}"] button`)?.focus();
  }

  modelState.changes.addEventListener("model", update, { signal: modelState.signal });
  update();
  return element("section", { class: "panel" },
    element("h2", {}, text("model.versions")),
    element("div", { class: "scroll" }, element("table", {},
      element("thead", {}, element("tr", {},
        columns.map((name) => element("th", { class: numberColumns.includes(name) && "number", scope: "col" }, text(`model.${name}`))),
        element("th", {}, element("span", { class: "visually-hidden" }, text("model.actions"))))),
      rows)));
}

function row(modelState, version) {
  const { model, shownVersion } = modelState;
  const isShown = version.version === shownVersion;
  return element("tr", { "data-version": version.version },
    element("th", { scope: "row" }, isShown
      ? element("strong", { "aria-current": "true" }, versionName(version.version))
      : element("button", { class: "plain", onclick: () => modelState.showVersion(version.version) }, versionName(version.version))),
    element("td", { class: "number" }, scoreText(version.validation)),
    element("td", { class: "number" }, count(version.epoch)),
    element("td", {}, version.dataset),
    element("td", {}, origin(version)),
    element("td", { class: "small soft" }, dateTime(version.createdAt)),
    element("td", {}, badges(model, version)),
    element("td", {}, version.deletedAt ? restoreButton(modelState, version) : deleteButton(modelState, version)));
}

function badges(model, version) {
  return [
    version.version === model.serves && element("span", { class: "state succeeded" }, text("model.serves")),
    aliasesOf(model, version.version).map((alias) => [" ", element("span", { class: "state" }, alias)]),
    version.deletedAt && element("span", { class: "state cancelled", title: dateTime(version.deletedAt) }, text("model.deleted")),
  ];
}

function deleteButton(modelState, version) {
  const label = text("model.delete");
  return element("button", {
    class: "danger",
    "aria-label": `${label}: ${versionName(version.version)}`,
    onclick: async ({ currentTarget }) => {
      if (await confirmAction(text("model.deleteQuestion", { name: version.name, version: version.version }), label)) {
        await changeVersion(currentTarget, modelState, () => send("DELETE", versionPath(version)));
      }
    },
  }, label);
}

function restoreButton(modelState, version) {
  const label = text("model.restore");
  return element("button", {
    "aria-label": `${label}: ${versionName(version.version)}`,
    onclick: ({ currentTarget }) => changeVersion(currentTarget, modelState, () => send("POST", `${versionPath(version)}/restore`)),
  }, label);
}

function changeVersion(button, modelState, run) {
  return attempt(button, async () => {
    await run();
    await modelState.reload();
  });
}
