import { element } from "./element.js";

const visibleMilliseconds = 6000;
const region = element("div", { class: "notices", role: "status", "aria-live": "polite" });

/** The region where notices appear. The page has one. */
export function noticeRegion() {
  return region;
}

/** Shows a message for a few seconds. Screen readers announce it. */
export function notify(message, kind = "done") {
  const notice = element("p", { class: `notice ${kind}` }, message);
  region.append(notice);
  setTimeout(() => notice.remove(), visibleMilliseconds);
}

/** Runs a button's action. The button is disabled while it runs. An error is shown as a notice, and the result is then undefined. */
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
