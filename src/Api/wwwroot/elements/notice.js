import { element } from "./element.js";

const visibleMilliseconds = 6000;
const region = element("div", { class: "notices", role: "status", "aria-live": "polite" });

/** Where notices appear; in the page once. */
export function noticeRegion() {
  return region;
}

/** Tells something for some seconds, also to a reader of the screen. */
export function notify(message, kind = "done") {
  const shown = element("p", { class: `notice ${kind}` }, message);
  region.append(shown);
  setTimeout(() => shown.remove(), visibleMilliseconds);
}

/** Runs what a button does; while it runs the button is off, and what fails is told. */
export async function attempt(button, run) {
  button.disabled = true;
  try {
    return await run();
  } catch (error) {
    const fields = Object.entries(error.errors ?? {}).map(([field, reasons]) => `${field}: ${reasons.join("; ")}`);
    notify([error.message, ...fields].join(" "), "failed");
    return undefined;
  } finally {
    button.disabled = false;
  }
}
