import { element, replace } from "../elements/element.js";
import { field, select } from "../elements/field.js";
import { attempt, notify } from "../elements/notice.js";
import { send } from "../service/requests.js";
import { text } from "../texts/text.js";
import { versionName } from "./model-words.js";
import { promotionChoice } from "./promotion.js";

const champion = "champion";

/** The aliases of a model's versions. The user can set, move and remove them. */
export function aliasPanel(modelState) {
  const list = element("div");
  const versionField = element("div");
  const name = field(text("alias.name"), element("input", { type: "text", maxlength: 63, required: true, autocomplete: "off", value: champion }));
  const button = element("button", { class: "primary" }, text("alias.set"));
  let shownContent = null;

  /** Redraws only if the content has changed, so that the user's choices are not lost. */
  function update() {
    const { aliases } = modelState.model;
    const content = JSON.stringify([aliases, activeVersions(modelState), modelState.shownVersion]);
    if (content !== shownContent) {
      shownContent = content;
      replace(list, Object.keys(aliases).length > 0
        ? element("ul", { class: "plain-list" }, Object.entries(aliases).map(([alias, versionNumber]) => aliasItem(modelState, alias, versionNumber)))
        : element("p", { class: "soft" }, text("alias.none")));
      replace(versionField, field(text("alias.version"), versionSelect(modelState, modelState.shownVersion)));
    }
  }

  async function submit(event) {
    event.preventDefault();
    await moveAlias(modelState, button, name.control.value.trim(), Number(versionField.querySelector("select").value), name.setError);
  }

  modelState.changes.addEventListener("model", update, { signal: modelState.signal });
  update();
  return element("section", { class: "panel" },
    element("h2", {}, text("alias.title")),
    element("p", { class: "soft small" }, text("alias.hint")),
    promotionChoice(modelState),
    list,
    element("form", { class: "fields", onsubmit: submit }, name, versionField, element("div", { class: "buttons field-button" }, button)));
}

function aliasItem(modelState, alias, versionNumber) {
  const targetVersion = versionSelect(modelState, versionNumber);
  targetVersion.setAttribute("aria-label", text("alias.moveTo", { alias }));
  const button = (name, onclick) => element("button", { "aria-label": `${text(`alias.${name}`)}: ${alias}`, onclick }, text(`alias.${name}`));
  return element("li", { class: "buttons", "data-alias": alias },
    element("span", { class: "state" }, alias), "→", targetVersion,
    button("move", (event) => moveAlias(modelState, event.currentTarget, alias, Number(targetVersion.value))),
    button("remove", (event) => removeAlias(modelState, event.currentTarget, alias)));
}

/** A deleted version cannot have an alias. */
function versionSelect(modelState, chosen) {
  return select(activeVersions(modelState).map((version) => [version, versionName(version)]), chosen);
}

function activeVersions({ model }) {
  return model.versions.filter(({ deletedAt }) => !deletedAt).map(({ version }) => version);
}

async function moveAlias(modelState, control, alias, version, onError = () => {}) {
  onError(null);
  const model = await attempt(control, async () => {
    try {
      return await send("PUT", `${modelState.path}/aliases/${encodeURIComponent(alias)}`, { version });
    } catch (error) {
      onError(error.errors?.alias?.join("; "));
      throw error;
    }
  });
  if (model) {
    notify(text("alias.moved", { alias, version: versionName(version) }));
    modelState.setModel(model);
  }
}

function removeAlias(modelState, button, alias) {
  return attempt(button, async () => {
    await send("DELETE", `${modelState.path}/aliases/${encodeURIComponent(alias)}`);
    await modelState.reload();
    notify(text("alias.removed", { alias }));
  });
}
