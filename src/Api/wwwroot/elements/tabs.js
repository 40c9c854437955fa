import { element, replace } from "./element.js";

/**
 * Parts of a page of which one is shown: [{ name, label, content }], where content is a function that makes the part when it is first
 * opened. Arrow keys move between the tabs.
 */
export function tabs(label, parts, first = parts[0].name, chosen = () => {}) {
  const panel = element("div", { role: "tabpanel", tabindex: 0, class: "tabpanel" });
  const contents = new Map();
  const buttons = parts.map(({ name, label: title }) =>
    element("button", { role: "tab", id: `tab-${name}`, "aria-selected": "false", tabindex: -1, onclick: () => open(name) }, title));
  const list = element("div", { role: "tablist", "aria-label": label, onkeydown: move }, buttons);

  function open(name) {
    const at = Math.max(0, parts.findIndex((part) => part.name === name));
    buttons.forEach((button, i) => {
      button.setAttribute("aria-selected", String(i === at));
      button.tabIndex = i === at ? 0 : -1;
    });
    if (!contents.has(at)) {
      contents.set(at, parts[at].content());
    }

    panel.setAttribute("aria-labelledby", buttons[at].id);
    replace(panel, contents.get(at));
    chosen(parts[at].name);
  }

  function move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      const next = buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length];
      next.focus();
      next.click();
    }
  }

  open(first);
  return Object.assign(element("div", { class: "tabs" }, list, panel), { open });
}
