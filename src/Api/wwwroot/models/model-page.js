import { element, replace } from "../elements/element.js";
import { empty } from "../elements/empty.js";
import { tabs } from "../elements/tabs.js";
import { onConnected, onJobChanged } from "../service/live.js";
import { get } from "../service/requests.js";
import { text } from "../texts/text.js";
import { aboutPanel } from "./about-panel.js";
import { aliasPanel } from "./alias-panel.js";
import { downloadsTab } from "./downloads-tab.js";
import { ModelHead } from "./model-head.js";
import { modelPath, pageOf } from "./model-words.js";
import { networkTab } from "./network-tab.js";
import { parametersTab } from "./parameters-tab.js";
import { specTab } from "./spec-tab.js";
import "./styles.js";
import { tryTab } from "./try/try-tab.js";
import { versionTable } from "./version-table.js";

/** A model: one of its versions to try, to look into and to take along; its versions, aliases and description. */
export async function page({ parameters: { name }, query, signal }) {
  const path = modelPath(name);
  const model = await get(path, signal);
  const asked = model.versions.find(({ version }) => version === Number(query.get("version")));
  const registry = {
    path,
    model,
    signal,
    changes: new EventTarget(),
    shown: asked?.version ?? model.serves ?? model.versions[0].version,
    /** Takes the model as it now is. */
    take(changed) {
      registry.model = changed;
      registry.changes.dispatchEvent(new Event("model"));
    },
    async reload() {
      registry.take(await get(path, signal));
    },
    /** Shows another version. */
    show(version) {
      registry.shown = version;
      registry.changes.dispatchEvent(new Event("model"));
    },
  };

  const head = new ModelHead(registry);
  const parts = element("div");
  let leaving = new AbortController();
  let part = query.get("part") ?? "try";
  let partsOf = null;

  function update() {
    const version = registry.model.versions.find((one) => one.version === registry.shown);
    head.update(version);
    if (partsOf !== `${version.version} ${version.deletedAt}`) {
      partsOf = `${version.version} ${version.deletedAt}`;
      leaving.abort();
      leaving = new AbortController();
      replace(parts, version.deletedAt ? empty(text("model.isDeleted")) : partsOfVersion(registry, version, AbortSignal.any([signal, leaving.signal]), part, opened));
      showInAddress();
    }
  }

  function opened(chosen) {
    part = chosen;
    showInAddress();
  }

  /** The address names what is shown, so that a link leads to it; going back leads to the page before. */
  function showInAddress() {
    if (!signal.aborted) {
      history.replaceState(null, "", `${pageOf(name, registry.shown)}&part=${part}`);
    }
  }

  registry.changes.addEventListener("model", update, { signal });
  update();
  const tryReload = () => registry.reload().catch(() => {});
  onJobChanged((job) => job.model === name && job.version !== null && tryReload(), signal);
  onConnected(tryReload, signal);
  return element("div", {}, head.element, parts, versionTable(registry), element("div", { class: "columns" }, aliasPanel(registry), aboutPanel(registry)));
}

function partsOfVersion(registry, version, signal, first, opened) {
  const state = { registry, version, signal };
  return tabs(text("model.parts"), [
    { name: "try", label: text("model.try"), content: () => tryTab(state) },
    { name: "network", label: text("model.network"), content: () => networkTab(state) },
    { name: "parameters", label: text("model.parameters"), content: () => parametersTab(state) },
    { name: "downloads", label: text("model.downloads"), content: () => downloadsTab(state) },
    { name: "spec", label: text("model.spec"), content: () => specTab(state) },
  ], first, opened);
}
