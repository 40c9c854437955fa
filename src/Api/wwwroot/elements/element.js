import { textOr } from "../texts/text.js";

const svgNamespace = "http://www.w3.org/2000/svg";

/** Makes an HTML element: element("button", { class: "primary", onclick: run }, "Run"). */
export function element(name, properties = {}, ...children) {
  return fill(document.createElement(name), properties, children);
}

/** Makes an SVG element. */
export function drawn(name, properties = {}, ...children) {
  return fill(document.createElementNS(svgNamespace, name), properties, children);
}

/**
 * Words of the service, which speaks English whatever the page's language: in that language where they have a name and there is a text for it, else as they are,
 * marked as English, so that they are read out and translated as what they are.
 */
export function serviceWords(words, name) {
  return textOr(`said.${name}`, null) ?? element("span", { lang: "en" }, words);
}

/** Puts children in place of those that a parent has. */
export function replace(parent, ...children) {
  parent.replaceChildren(...nodes(children));
  return parent;
}

/**
 * A property that is a function listens, true is a bare attribute, null and false leave it out; `style` is an object, for the page's
 * policy lets no style attribute through.
 */
function fill(made, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }

    if (key.startsWith("on")) {
      made.addEventListener(key.slice(2), value);
    } else if (key === "style") {
      for (const [property, setting] of Object.entries(value)) {
        made.style.setProperty(property, setting);
      }
    } else if (key === "value" || key === "checked" || key === "selected" || key === "indeterminate") {
      made[key] = value;
    } else {
      made.setAttribute(key, value === true ? "" : value);
    }
  }

  made.append(...nodes(children));
  return made;
}

function nodes(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}
