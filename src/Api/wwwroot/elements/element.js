import { textOr } from "../texts/text.js";

const svgNamespace = "http://www.w3.org/2000/svg";

/** Creates an HTML element: element("button", { class: "primary", onclick: run }, "Run"). */
export function element(name, properties = {}, ...children) {
  return build(document.createElement(name), properties, children);
}

/** Creates an SVG element. */
export function svgElement(name, properties = {}, ...children) {
  return build(document.createElementNS(svgNamespace, name), properties, children);
}

/**
 * Words that the service sent. The service always answers in English. If the page's language has a text `service.{name}`, that text is used.
 * If not, the English words are marked as English, so that screen readers and translators treat them correctly.
 */
export function serviceText(words, name) {
  return textOr(`service.${name}`, null) ?? element("span", { lang: "en" }, words);
}

/** Replaces all children of a parent. */
export function replace(parent, ...children) {
  parent.replaceChildren(...flatten(children));
  return parent;
}

/**
 * A property whose name starts with "on" is an event listener. The value true sets an attribute without a value; null and false leave it out.
 * `style` is an object, because the page's content security policy forbids style attributes.
 */
function build(node, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }

    if (key.startsWith("on")) {
      node.addEventListener(key.slice(2), value);
    } else if (key === "style") {
      for (const [property, propertyValue] of Object.entries(value)) {
        node.style.setProperty(property, propertyValue);
      }
    } else if (key === "value" || key === "checked" || key === "selected" || key === "indeterminate") {
      node[key] = value;
    } else {
      node.setAttribute(key, value === true ? "" : value);
    }
  }

  node.append(...flatten(children));
  return node;
}

function flatten(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}
