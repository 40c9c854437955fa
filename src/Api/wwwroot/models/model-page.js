import { element, replace } from "../elements/element.js";
import { emptyState } from "../elements/empty.js";
import { tabs } from "../elements/tabs.js";
import { onConnected, onJobChanged } from "../service/live.js";
import { get } from "../service/requests.js";
import { text } from "../texts/text.js";
import { aboutPanel } from "./about-panel.js";
import { aliasPanel } from "./alias-panel.js";
import { downloadsTab } from "./downloads-tab.js";
import { ModelHeader } from "./model-head.js";
import { modelPath, pageOf } from "./model-words.js";
import { networkTab } from "./network-tab.js";
import { parametersTab } from "./parameters-tab.js";
import { specTab } from "./spec-tab.js";
import "./styles.js";
import { tryTab } from "./try/try-tab.js";
import { versionTable } from "./version-table.js";

/** A model: one of its versions to try, inspect and download, and the model's versions, aliases and description. */
export async function page({ parameters: { name }, query, signal }) {
  const path = modelPath(name);
  const model = await get(path, signal);
  const requestedVersion = model.versions.find(({ version }) => version === Number(query.get("version")));
  const modelState = {
    path,
    model,
    signal,
    changes: new EventTarget(),
    shownVersion: requestedVersion?.version ?? model.serves ?? model.versions[0].version,
    /** Sets the model after a change. */
    setModel(changed) {
      modelState.model = changed;
      modelState.changes.dispatchEvent(new Event("model"));
    },
    /** Reads the model again. */
    async reload() {
      modelState.setModel(await get(path, signal));
    },
    /** Shows another version. */
    showVersion(version) {
      modelState.shownVersion = version;
      modelState.changes.dispatchEvent(new Event("model"));
    },
  };

  const header = new ModelHeader(modelState);
  const tabsPanel = element("div");
  let versionController = new AbortController();
  let openTab = query.get("part") ?? "try";
  let shownKey = null;

  function update() {
    const version = modelState.model.versions.find((one) => one.version === modelState.shownVersion);
    header.update(version);
    if (shownKey !== `${version.version} ${version.deletedAt}`) {
      shownKey = `${version.version} ${version.deletedAt}`;
      versionController.abort();
      versionController = new AbortController();
      replace(tabsPanel, version.deletedAt
        ? emptyState(text("model.isDeleted"))
        : versionTabs(modelState, version, AbortSignal.any([signal, versionController.signal]), openTab, onTabOpen));
      showInAddress();
    }
  }

  function onTabOpen(chosen) {
    openTab = chosen;
    showInAddress();
  }

  /** The address contains the version and the open tab, so that a link opens them. The history gets no new entry: Back leaves the page. */
  function showInAddress() {
    if (!signal.aborted) {
      history.replaceState(null, "", `${pageOf(name, modelState.shownVersion)}&part=${openTab}`);
    }
  }

  modelState.changes.addEventListener("model", update, { signal });
  update();
  const tryReload = () => modelState.reload().catch(() => {});
  onJobChanged((job) => job.model === name && job.version !== null && tryReload(), signal);
  onConnected(tryReload, signal);
  return element("div", {},
    header.element,
    tabsPanel,
    versionTable(modelState),
    element("div", { class: "columns" }, aliasPanel(modelState), aboutPanel(modelState)));
}

function versionTabs(modelState, version, signal, firstTab, onTabOpen) {
  const state = { modelState, version, signal };
  return tabs(text("model.parts"), [
    { name: "try", label: text("model.try"), content: () => tryTab(state) },
    { name: "network", label: text("model.network"), content: () => networkTab(state) },
    { name: "parameters", label: text("model.parameters"), content: () => parametersTab(state) },
    { name: "downloads", label: text("model.downloads"), content: () => downloadsTab(state) },
    { name: "spec", label: text("model.spec"), content: () => specTab(state) },
  ], firstTab, onTabOpen);
}
