import { element, serviceText } from "../elements/element.js";
import { attempt } from "../elements/notice.js";
import { get, send } from "../service/requests.js";
import { text } from "../texts/text.js";
import { showEstimate } from "./time-estimate.js";

/** The recipes as cards. One click runs a recipe and opens its job. */
export async function recipeCards(signal) {
  const recipes = await get("/api/recipes", signal);
  const times = new Map(recipes.map(({ name }) => [name, element("span", { class: "soft small" })]));
  const cards = element("div", { class: "cards" }, recipes.map((recipe) => card(recipe, times.get(recipe.name))));
  // The times are asked for one after another, once the cards can be seen.
  const visibility = new IntersectionObserver(async (entries) => {
    if (entries.at(-1).isIntersecting) {
      visibility.disconnect();
      for (const { name, spec } of recipes) {
        await showEstimate(times.get(name), spec, signal);
      }
    }
  });
  visibility.observe(cards);
  signal.addEventListener("abort", () => visibility.disconnect());
  return cards;
}

function card({ name, description, lookFor }, time) {
  // Many descriptions end with the address of the chapter of the d2l.ai book that the recipe comes from.
  const [summary, address] = description.split(/ (?=https:)/);
  return element("article", { class: "card" },
    element("h3", {}, name),
    element("p", {}, serviceText(summary, `recipe.${name}`),
      address && [" ", element("a", { href: address, rel: "noreferrer" }, new URL(address).hostname)]),
    element("p", { class: "soft" }, element("strong", {}, text("recipes.lookFor")), " ", serviceText(lookFor, `lookFor.${name}`)),
    element("div", { class: "buttons" },
      element("button", {
        class: "primary",
        "aria-label": `${text("recipes.run")}: ${name}`,
        onclick: (event) => run(event.currentTarget, name),
      }, text("recipes.run")),
      element("a", {
        class: "button",
        href: `#/new?recipe=${encodeURIComponent(name)}`,
        "aria-label": `${text("recipes.edit")}: ${name}`,
      }, text("recipes.edit")),
      time));
}

async function run(button, name) {
  const job = await attempt(button, () => send("POST", `/api/recipes/${encodeURIComponent(name)}/jobs`));
  if (job) {
    location.hash = `#/jobs/${job.id}`;
  }
}
