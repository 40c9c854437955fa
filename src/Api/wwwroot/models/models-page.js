import { element, replace } from "../elements/element.js";
import { emptyState } from "../elements/empty.js";
import { onConnected, onJobChanged } from "../service/live.js";
import { get } from "../service/requests.js";
import { setQuery } from "../shell/address.js";
import { count, dateTime } from "../texts/format.js";
import { text } from "../texts/text.js";
import { importForm } from "./import-form.js";
import { aliasesOf, pageOf, scoreText, versionName } from "./model-words.js";
import "./styles.js";

const columns = ["name", "versions", "task", "dataset", "score", "parameters", "created"];
const numberColumns = ["score", "parameters"];

/** All models with the version that serves each name, and a form to import a model. */
export async function page({ query, signal }) {
  let models = await get("/api/models", signal);
  let search = (query.get("filter") ?? "").trim().toLowerCase();
  const rows = element("tbody");
  const filter = element("input", { type: "search", value: search, oninput: (event) => setFilter(event.target.value) });
  const list = element("section", { class: "panel" },
    element("div", { class: "buttons filter" }, element("label", { class: "inline" }, text("models.filter"), filter)),
    element("div", { class: "scroll" }, element("table", {},
      element("caption", { class: "visually-hidden" }, text("models.title")),
      element("thead", {}, element("tr", {}, columns.map((name) =>
        element("th", { class: numberColumns.includes(name) && "number", scope: "col" }, text(`models.${name}`))))),
      rows)));
  const emptyPanel = emptyState(text("models.empty"), element("a", { class: "button primary", href: "#/new" }, text("shell.new")));

  function show() {
    emptyPanel.hidden = models.length > 0;
    list.hidden = models.length === 0;
    replace(rows, models.filter((model) => search.split(/\s+/).every((word) => searchText(model).includes(word))).map(row));
  }

  function setFilter(typed) {
    search = typed.trim().toLowerCase();
    setQuery({ filter: typed.trim() });
    show();
  }

  async function load() {
    models = await get("/api/models", signal);
    show();
  }

  const tryLoad = () => load().catch(() => {});
  show();
  onJobChanged((job) => job.version !== null && tryLoad(), signal);
  onConnected(tryLoad, signal);
  return element("div", {},
    element("div", { class: "head" }, element("h1", {}, text("models.title"))),
    emptyPanel,
    list,
    importForm(signal));
}

/** The version that serves the model's name. If all versions are deleted: the newest version. */
function mainVersion(model) {
  return model.versions.find(({ version }) => version === model.serves) ?? model.versions[0];
}

function searchText(model) {
  const { dataset, task } = mainVersion(model);
  return [model.name, model.description, dataset, text(`task.${task}`), ...Object.keys(model.aliases), ...Object.entries(model.tags).flat()]
    .join(" ").toLowerCase();
}

function row(model) {
  const version = mainVersion(model);
  return element("tr", { "data-model": model.name },
    element("td", { class: "model-name" },
      element("a", { href: pageOf(model.name) }, model.name),
      model.description && element("p", { class: "small soft" }, model.description)),
    element("td", {}, versions(model)),
    element("td", {}, text(`task.${version.task}`)),
    element("td", {}, version.dataset),
    element("td", { class: "number" }, scoreText(version.validation)),
    element("td", { class: "number" }, count(version.parameters)),
    element("td", { class: "small soft" }, dateTime(version.createdAt)));
}

/** The newest version, the serving version if it is another one, and the aliases. */
function versions(model) {
  const newest = model.versions.find((version) => !version.deletedAt);
  if (!newest) {
    return element("span", { class: "state cancelled" }, text("model.deleted"));
  }

  return [
    versionName(newest.version),
    newest.version !== model.serves
      && element("span", { class: "small soft" }, ` (${text("models.serves", { version: versionName(model.serves) })})`),
    [...new Set(Object.values(model.aliases))].map((number) => element("div", { class: "small" },
      aliasesOf(model, number).map((alias) => [element("span", { class: "state" }, alias), " "]), "→ ", versionName(number))),
  ];
}
