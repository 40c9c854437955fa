import { element } from "../elements/element.js";
import { attempt } from "../elements/notice.js";
import { get, send } from "../service/requests.js";
import { text } from "../texts/text.js";

/** The recipes as cards: one click runs one, and shows it. */
export async function recipeCards(signal) {
  const recipes = await get("/api/recipes", signal);
  return element("div", { class: "cards" }, recipes.map(card));
}

function card({ name, description, lookFor }) {
  return element("article", { class: "card" },
    element("h3", {}, name),
    element("p", {}, withLinks(description)),
    element("p", { class: "soft" }, element("strong", {}, text("recipes.lookFor")), " ", lookFor),
    element("div", { class: "buttons" },
      element("button", { class: "primary", "aria-label": `${text("recipes.run")}: ${name}`, onclick: (event) => run(event.currentTarget, name) }, text("recipes.run")),
      element("a", { class: "button", href: `#/new?recipe=${encodeURIComponent(name)}`, "aria-label": `${text("recipes.change")}: ${name}` }, text("recipes.change"))));
}

async function run(button, name) {
  const job = await attempt(button, () => send("POST", `/api/recipes/${encodeURIComponent(name)}/jobs`));
  if (job) {
    location.hash = `#/jobs/${job.id}`;
  }
}

function withLinks(words) {
  return words.split(/(https:\/\/\S+)/).map((part) =>
    part.startsWith("https://") ? element("a", { href: part, rel: "noreferrer" }, new URL(part).hostname) : part);
}
