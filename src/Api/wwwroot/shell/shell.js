import { element } from "../elements/element.js";
import { noticeRegion } from "../elements/notice.js";
import { onState } from "../service/live.js";
import { language, languages, setLanguage, text } from "../texts/text.js";
import { setTheme, theme, themes } from "./theme.js";

const pages = ["jobs", "new", "datasets", "models", "activations", "system"];

/** Shows what surrounds every page. @returns {HTMLElement} where the page goes. */
export function showShell() {
  document.documentElement.lang = language();
  const main = element("main", { id: "main" });
  document.body.append(
    element("a", { class: "skip", href: "#main", onclick: (event) => skipTo(event, main) }, text("shell.skip")),
    element("header", { class: "top" },
      element("a", { class: "brand", href: "#/jobs" }, element("img", { src: "icon.svg", alt: "", width: 24, height: 24 }), "LearnML"),
      element("nav", { "aria-label": text("shell.pages") }, pages.map((name) => element("a", { href: `#/${name}` }, text(`shell.${name}`)))),
      element("div", { class: "settings" }, connectionState(),
        choice(text("shell.language"), languages, language(), setLanguage),
        choice(text("shell.theme"), themes().map((name) => [name, text(`theme.${name}`)]), theme(), setTheme))),
    main,
    noticeRegion(),
    element("footer", {}, element("a", { href: "/swagger" }, text("shell.swagger"))));
  return main;
}

/** The address belongs to the router: the link moves the focus only. */
function skipTo(event, main) {
  event.preventDefault();
  main.tabIndex = -1;
  main.focus();
}

function connectionState() {
  const shown = element("span", { class: "connection", role: "status" });
  onState((isConnected) => {
    shown.className = isConnected ? "connection live" : "connection lost";
    shown.textContent = text(isConnected ? "shell.live" : "shell.reconnecting");
  });
  return shown;
}

function choice(label, options, chosen, choose) {
  return element("select", { "aria-label": label, onchange: (event) => choose(event.target.value) },
    options.map(([value, name]) => element("option", { value, selected: value === chosen }, name)));
}
