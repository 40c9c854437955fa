import { element, replace } from "../elements/element.js";
import { empty } from "../elements/empty.js";
import { onConnected, onJobChanged } from "../service/live.js";
import { get } from "../service/requests.js";
import { count, moment } from "../texts/format.js";
import { text } from "../texts/text.js";
import { importForm } from "./import-form.js";
import { aliasesOf, pageOf, scoreText, versionName } from "./model-words.js";
import "./styles.js";

const columns = ["name", "versions", "task", "dataset", "score", "parameters", "created"];
const numbers = ["score", "parameters"];

/** Every model with the version that answers for its name; and a way in for one that was trained elsewhere. */
export async function page({ signal }) {
  let models = await get("/api/models", signal);
  let words = "";
  const rows = element("tbody");
  const filter = element("input", { type: "search", oninput: (event) => narrow(event.target.value) });
  const list = element("section", { class: "panel" },
    element("div", { class: "buttons filter" }, element("label", { class: "inline" }, text("models.filter"), filter)),
    element("div", { class: "scroll" }, element("table", {},
      element("caption", { class: "visually-hidden" }, text("models.title")),
      element("thead", {}, element("tr", {}, columns.map((name) =>
        element("th", { class: numbers.includes(name) && "number", scope: "col" }, text(`models.${name}`))))),
      rows)));
  const nothing = empty(text("models.empty"), element("a", { class: "button primary", href: "#/new" }, text("shell.new")));

  function show() {
    nothing.hidden = models.length > 0;
    list.hidden = models.length === 0;
    replace(rows, models.filter((model) => words.split(/\s+/).every((word) => wordsOf(model).includes(word))).map(row));
  }

  function narrow(typed) {
    words = typed.trim().toLowerCase();
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
    nothing,
    list,
    importForm(signal));
}

/** The version that answers for the name; while all are deleted, the newest. */
function telling(model) {
  return model.versions.find(({ version }) => version === model.serves) ?? model.versions[0];
}

function wordsOf(model) {
  const { dataset, task } = telling(model);
  return [model.name, model.description, dataset, text(`task.${task}`), ...Object.keys(model.aliases), ...Object.entries(model.tags).flat()].join(" ").toLowerCase();
}

function row(model) {
  const version = telling(model);
  return element("tr", { "data-model": model.name },
    element("td", { class: "model-name" }, element("a", { href: pageOf(model.name) }, model.name), model.description && element("p", { class: "small soft" }, model.description)),
    element("td", {}, versions(model)),
    element("td", {}, text(`task.${version.task}`)),
    element("td", {}, version.dataset),
    element("td", { class: "number" }, scoreText(version.validation)),
    element("td", { class: "number" }, count(version.parameters)),
    element("td", { class: "small soft" }, moment(version.createdAt)));
}

/** The newest, the one that answers where that is another, and the aliases. */
function versions(model) {
  const newest = model.versions.find((version) => !version.deletedAt);
  if (!newest) {
    return element("span", { class: "state cancelled" }, text("model.deleted"));
  }

  return [
    versionName(newest.version),
    newest.version !== model.serves && element("span", { class: "small soft" }, ` (${text("models.serves", { version: versionName(model.serves) })})`),
    [...new Set(Object.values(model.aliases))].map((number) => element("div", { class: "small" },
      aliasesOf(model, number).map((alias) => [element("span", { class: "state" }, alias), " "]), "→ ", versionName(number))),
  ];
}
