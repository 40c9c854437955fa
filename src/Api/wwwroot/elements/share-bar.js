import { element } from "./element.js";

/** A share from 0 to 1 as a bar, with a figure beside it. */
export function shareBar(share, figure) {
  return element("span", { class: "share-bar" },
    element("span", { class: "bar", "aria-hidden": "true" }, element("span", { style: { width: `${100 * share}%` } })),
    element("span", {}, figure));
}
