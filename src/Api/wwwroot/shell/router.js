import { element, replace } from "../elements/element.js";
import { onConnected } from "../service/live.js";
import { rethrowReadable } from "../service/requests.js";
import { text } from "../texts/text.js";
import { signInPage } from "./sign-in.js";

/**
 * Shows the page for the part of the address after the #. A page is an async function that takes { parameters, query, signal, refresh } and
 * returns an element with an <h1>. The signal is aborted when another page is shown.
 */
export function startRouter(routes, main) {
  let currentPage = new AbortController();
  let isUnreachable = false;

  async function show() {
    isUnreachable = false;
    currentPage.abort();
    currentPage = new AbortController();
    const { signal } = currentPage;
    const [path, query] = location.hash.slice(1).split("?");
    const route = findRoute(routes, path);
    if (!route) {
      location.replace("#/jobs");
      return;
    }

    markCurrentLink(path);
    try {
      const { page } = await route.module().catch(rethrowReadable);
      const content = await page({ parameters: route.parameters, query: new URLSearchParams(query), signal, refresh: show });
      if (!signal.aborted) {
        showPage(main, content, path);
      }
    } catch (error) {
      if (!signal.aborted) {
        isUnreachable = error instanceof TypeError;
        showPage(main, error.status === 401 ? signInPage() : errorPanel(error, show), path);
      }
    }
  }

  addEventListener("hashchange", show);
  // A page that failed because the service was away is shown when it is back.
  onConnected(() => isUnreachable && show(), new AbortController().signal);
  show();
}

function findRoute(routes, path) {
  const parts = path.split("/");
  for (const { path: pattern, module } of routes) {
    const patternParts = pattern.split("/");
    if (patternParts.length === parts.length && patternParts.every((patternPart, i) => patternPart.startsWith(":") || patternPart === parts[i])) {
      const parameters = Object.fromEntries(patternParts.flatMap((patternPart, i) =>
        (patternPart.startsWith(":") ? [[patternPart.slice(1), decodePart(parts[i])]] : [])));
      return { module, parameters };
    }
  }

  return null;
}

/** Decodes a part of an address. A part with an invalid % is returned unchanged. */
function decodePart(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** On a phone the row of links is wider than the page, so the current link is scrolled into view. */
function markCurrentLink(path) {
  for (const link of document.querySelectorAll("nav a[href^='#']")) {
    const isCurrent = path === link.hash.slice(1) || path.startsWith(`${link.hash.slice(1)}/`);
    link.toggleAttribute("aria-current", isCurrent);
    if (isCurrent) {
      link.setAttribute("aria-current", "page");
      link.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }
}

/**
 * The new page's heading gets the focus: screen readers read it, and the keyboard continues from there. Styles can tell the features by `data-page`.
 */
function showPage(main, content, path) {
  const isFirst = main.childElementCount === 0;
  main.dataset.page = path.split("/")[1];
  replace(main, content);
  const heading = content.querySelector("h1");
  document.title = `${heading.textContent} · LearnML`;
  scrollTo(0, 0);
  if (!isFirst) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
}

function errorPanel(error, retry) {
  return element("section", { class: "panel error", role: "alert" },
    element("h1", {}, text("shell.failed")),
    element("p", {}, error.message, Object.values(error.errors ?? {}).flat().map((reason) => ` ${reason}.`)),
    element("button", { onclick: retry }, text("shell.retry")));
}
