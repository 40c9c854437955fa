import { element, replace } from "../elements/element.js";

/**
 * A part of a page that is refreshed again and again. It is replaced only if its content has changed, so that selected text stays selected.
 * @param {(data: object) => HTMLElement | null} draw
 * @returns {HTMLElement} with `update(data)`
 */
export function refreshedPart(draw) {
  const part = element("div");
  return Object.assign(part, {
    update(data) {
      const newContent = element("div", {}, draw(data));
      if (newContent.innerHTML !== part.innerHTML) {
        replace(part, ...newContent.childNodes);
      }
    },
  });
}
