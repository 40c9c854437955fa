import { element, replace } from "./element.js";

/**
 * Tabs: one item is shown at a time. An item is { name, label, content }; content is a function that creates the tab's content when the tab
 * is first opened. The arrow keys move between the tabs.
 */
export function tabs(label, items, firstName = items[0].name, onOpen = () => {}) {
  const panel = element("div", { role: "tabpanel", tabindex: 0, class: "tabpanel" });
  const contents = new Map();
  const buttons = items.map(({ name, label: title }) =>
    element("button", { role: "tab", id: `tab-${name}`, "aria-selected": "false", tabindex: -1, onclick: () => open(name) }, title));
  const tabList = element("div", { role: "tablist", "aria-label": label, onkeydown: move }, buttons);

  function open(name) {
    const index = Math.max(0, items.findIndex((item) => item.name === name));
    buttons.forEach((button, i) => {
      button.setAttribute("aria-selected", String(i === index));
      button.tabIndex = i === index ? 0 : -1;
    });
    if (!contents.has(index)) {
      contents.set(index, items[index].content());
    }

    panel.setAttribute("aria-labelledby", buttons[index].id);
    replace(panel, contents.get(index));
    onOpen(items[index].name);
  }

  function move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      const next = buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length];
      next.focus();
      next.click();
    }
  }

  open(firstName);
  return Object.assign(element("div", { class: "tabs" }, tabList, panel), { open });
}
