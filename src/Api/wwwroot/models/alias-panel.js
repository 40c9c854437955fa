import { element, replace } from "../elements/element.js";
import { field, select } from "../elements/field.js";
import { attempt, notify } from "../elements/notice.js";
import { send } from "../service/requests.js";
import { text } from "../texts/text.js";
import { versionName } from "./model-words.js";

const champion = "champion";

/** Names of versions, to set, to move and to take away. */
export function aliasPanel(registry) {
  const list = element("div");
  const version = element("div");
  const name = field(text("alias.name"), element("input", { type: "text", maxlength: 63, required: true, autocomplete: "off", value: champion }));
  const button = element("button", { class: "primary" }, text("alias.set"));
  let shownAs = null;

  /** Made anew only when there is something else to show, so that nothing is lost that is being chosen. */
  function update() {
    const { aliases } = registry.model;
    const now = JSON.stringify([aliases, live(registry), registry.shown]);
    if (now !== shownAs) {
      shownAs = now;
      replace(list, Object.keys(aliases).length > 0
        ? element("ul", { class: "plain-list" }, Object.entries(aliases).map(([alias, number]) => line(registry, alias, number)))
        : element("p", { class: "soft" }, text("alias.none")));
      replace(version, field(text("alias.version"), choice(registry, registry.shown)));
    }
  }

  async function submit(event) {
    event.preventDefault();
    await point(registry, button, name.control.value.trim(), Number(version.querySelector("select").value), name.setError);
  }

  registry.changes.addEventListener("model", update, { signal: registry.signal });
  update();
  return element("section", { class: "panel" },
    element("h2", {}, text("alias.title")),
    element("p", { class: "soft small" }, text("alias.hint")),
    list,
    element("form", { class: "fields", onsubmit: submit }, name, version, element("div", { class: "buttons field-button" }, button)));
}

function line(registry, alias, number) {
  const to = choice(registry, number);
  to.setAttribute("aria-label", text("alias.moveTo", { alias }));
  const button = (name, onclick) => element("button", { "aria-label": `${text(`alias.${name}`)}: ${alias}`, onclick }, text(`alias.${name}`));
  return element("li", { class: "buttons", "data-alias": alias },
    element("span", { class: "state" }, alias), "→", to,
    button("move", (event) => point(registry, event.currentTarget, alias, Number(to.value))),
    button("remove", (event) => remove(registry, event.currentTarget, alias)));
}

/** Only a version that answers can have a name. */
function choice(registry, chosen) {
  return select(live(registry).map((version) => [version, versionName(version)]), chosen);
}

function live({ model }) {
  return model.versions.filter(({ deletedAt }) => !deletedAt).map(({ version }) => version);
}

async function point(registry, control, alias, version, wrong = () => {}) {
  wrong(null);
  const model = await attempt(control, async () => {
    try {
      return await send("PUT", `${registry.path}/aliases/${encodeURIComponent(alias)}`, { version });
    } catch (error) {
      wrong(error.errors?.alias?.join("; "));
      throw error;
    }
  });
  if (model) {
    notify(text("alias.moved", { alias, version: versionName(version) }));
    registry.take(model);
  }
}

function remove(registry, button, alias) {
  return attempt(button, async () => {
    await send("DELETE", `${registry.path}/aliases/${encodeURIComponent(alias)}`);
    await registry.reload();
    notify(text("alias.removed", { alias }));
  });
}
