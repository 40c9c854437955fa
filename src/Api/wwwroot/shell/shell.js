import { element } from "../elements/element.js";
import { noticeRegion } from "../elements/notice.js";
import { onConnectionChanged } from "../service/live.js";
import { language, languages, setLanguage, text } from "../texts/text.js";
import { setTheme, theme, themes } from "./theme.js";

const pages = ["jobs", "new", "datasets", "models", "activations", "system"];

/** Shows the frame around every page. @returns {HTMLElement} the element that holds the page. */
export function showShell() {
  document.documentElement.lang = language();
  const main = element("main", { id: "main" });
  document.body.append(
    element("a", { class: "skip", href: "#main", onclick: (event) => skipTo(event, main) }, text("shell.skip")),
    element("header", { class: "top" },
      element("a", { class: "brand", href: "#/jobs" }, element("img", { src: "icon.svg", alt: "", width: 24, height: 24 }), "LearnML"),
      element("nav", { "aria-label": text("shell.pages") }, pages.map((name) => element("a", { href: `#/${name}` }, text(`shell.${name}`)))),
      element("div", { class: "settings" }, connectionIndicator(),
        settingSelect(text("shell.language"), languages, language(), setLanguage),
        settingSelect(text("shell.theme"), themes().map((name) => [name, text(`theme.${name}`)]), theme(), setTheme))),
    main,
    noticeRegion(),
    element("footer", {}, element("a", { href: "/swagger" }, text("shell.swagger"))));
  return main;
}

/** The part of the address after the # belongs to the router, so this link only moves the focus. */
function skipTo(event, main) {
  event.preventDefault();
  main.tabIndex = -1;
  main.focus();
}

function connectionIndicator() {
  const indicator = element("span", { class: "connection", role: "status" });
  onConnectionChanged((isConnected) => {
    indicator.className = isConnected ? "connection live" : "connection lost";
    indicator.textContent = text(isConnected ? "shell.live" : "shell.reconnecting");
  });
  return indicator;
}

function settingSelect(label, options, chosen, onChoose) {
  return element("select", { "aria-label": label, onchange: (event) => onChoose(event.target.value) },
    options.map(([value, name]) => element("option", { value, selected: value === chosen }, name)));
}
