import { element, replace } from "../elements/element.js";
import { failReadably } from "../service/requests.js";
import { text } from "../texts/text.js";
import { signInPage } from "./sign-in.js";

/**
 * Shows the page of the address behind the #. A page is an async function of { parameters, query, signal, refresh } that gives an element
 * with an <h1>; the signal is aborted when another page is shown.
 */
export function startRouter(routes, main) {
  let leaving = new AbortController();

  async function show() {
    leaving.abort();
    leaving = new AbortController();
    const { signal } = leaving;
    const [path, query] = location.hash.slice(1).split("?");
    const found = match(routes, path);
    if (!found) {
      location.replace("#/jobs");
      return;
    }

    markCurrent(path);
    try {
      const { page } = await found.module().catch(failReadably);
      const content = await page({ parameters: found.parameters, query: new URLSearchParams(query), signal, refresh: show });
      if (!signal.aborted) {
        open(main, content);
      }
    } catch (error) {
      if (!signal.aborted) {
        open(main, error.status === 401 ? signInPage() : failed(error, show));
      }
    }
  }

  addEventListener("hashchange", show);
  show();
}

function match(routes, path) {
  const parts = path.split("/");
  for (const { path: pattern, module } of routes) {
    const names = pattern.split("/");
    if (names.length === parts.length && names.every((name, i) => name.startsWith(":") || name === parts[i])) {
      const parameters = Object.fromEntries(names.flatMap((name, i) => (name.startsWith(":") ? [[name.slice(1), decoded(parts[i])]] : [])));
      return { module, parameters };
    }
  }

  return null;
}

/** A part of an address; as it stands, where its % begins no letter. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** On a phone the links are wider than the page: the current one is brought into sight. */
function markCurrent(path) {
  for (const link of document.querySelectorAll("nav a[href^='#']")) {
    const isCurrent = path === link.hash.slice(1) || path.startsWith(`${link.hash.slice(1)}/`);
    link.toggleAttribute("aria-current", isCurrent);
    if (isCurrent) {
      link.setAttribute("aria-current", "page");
      link.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }
}

/** A reader of the screen hears the new page's heading, and the keyboard goes on from there. */
function open(main, content) {
  const isFirst = main.childElementCount === 0;
  replace(main, content);
  const heading = content.querySelector("h1");
  document.title = `${heading.textContent} · LearnML`;
  scrollTo(0, 0);
  if (!isFirst) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
}

function failed(error, again) {
  return element("section", { class: "panel error", role: "alert" },
    element("h1", {}, text("shell.failed")),
    element("p", {}, error.message, Object.values(error.errors ?? {}).flat().map((reason) => ` ${reason}.`)),
    element("button", { onclick: again }, text("shell.again")));
}
