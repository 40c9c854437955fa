import { element, replace } from "../elements/element.js";

/**
 * A part of a page that is looked at again and again, and drawn anew only where it has changed, so that what is selected stays selected.
 * @param {(data: object) => HTMLElement | null} draw
 * @returns {HTMLElement} with `update(data)`
 */
export function refreshed(draw) {
  const part = element("div");
  return Object.assign(part, {
    update(data) {
      const drawnAnew = element("div", {}, draw(data));
      if (drawnAnew.innerHTML !== part.innerHTML) {
        replace(part, ...drawnAnew.childNodes);
      }
    },
  });
}
