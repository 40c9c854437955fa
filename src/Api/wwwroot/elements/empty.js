import { element } from "./element.js";

/** What stands where there is nothing yet, and what to do about it. */
export function empty(message, ...actions) {
  return element("div", { class: "empty" }, element("p", {}, message), ...actions);
}
