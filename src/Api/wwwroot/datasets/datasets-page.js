import { element, serviceText } from "../elements/element.js";
import { get } from "../service/requests.js";
import { text } from "../texts/text.js";
import "./dataset-styles.js";
import { uploadPanel } from "./upload-panel.js";

/** All datasets, and a panel to upload another one. */
export async function page({ signal }) {
  const datasets = await get("/api/datasets", signal);
  return element("div", {},
    element("div", { class: "head" }, element("h1", {}, text("datasets.title"))),
    uploadPanel(signal),
    element("div", { class: "cards" }, datasets.map(card)));
}

function card({ name, description, kind, target }) {
  const path = encodeURIComponent(name);
  return element("article", { class: "card" },
    element("h2", {}, element("a", { href: `#/datasets/${path}` }, name)),
    element("p", {}, element("span", { class: "state" }, text(`kind.${kind}`)), " ",
      target && element("span", { class: "soft" }, text("datasets.targetOf", { target }))),
    element("p", {}, serviceText(description, `dataset.${name}`)),
    element("div", { class: "buttons" },
      element("a", { class: "button", href: `#/new?dataset=${path}`, "aria-label": `${text("datasets.train")}: ${name}` }, text("datasets.train"))));
}
