import { element } from "./element.js";

/** A message for a place that has no content yet, with actions that the user can take. */
export function emptyState(message, ...actions) {
  return element("div", { class: "empty" }, element("p", {}, message), ...actions);
}
