import { element, replace, serviceText } from "../elements/element.js";
import { get } from "../service/requests.js";
import { dateTime } from "../texts/format.js";
import { text } from "../texts/text.js";

/** The log of a job, with one row per line. */
export function logTab({ job, changes, signal }) {
  const body = element("tbody");
  let lastSequence = 0;
  let loading = null;
  let hasChanged = true;
  async function load() {
    const lines = (await get(`/api/jobs/${job.id}/log?after=${lastSequence}`, signal)).filter((line) => line.sequence > lastSequence);
    lastSequence = lines.at(-1)?.sequence ?? lastSequence;
    body.append(...lines.map(({ at, level, message }) => element("tr", { class: level },
      element("td", { class: "small soft" }, dateTime(at)), element("td", {}, text(`log.${level}`)), element("td", {}, serviceText(message)))));
  }

  /**
   * A job can change many times a second. One request runs at a time. Changes during a request lead to one more request, and a hidden tab
   * sends none.
   */
  function refresh() {
    hasChanged = true;
    if (section.isConnected) {
      loading ??= loadUntilCurrent().finally(() => (loading = null));
    }
  }

  async function loadUntilCurrent() {
    while (hasChanged) {
      hasChanged = false;
      await tryLoad();
    }
  }

  async function tryLoad() {
    try {
      await load();
      replace(failure);
    } catch (error) {
      if (!signal.aborted) {
        replace(failure, error.message);
      }
    }
  }

  const failure = element("p", { class: "field-error" });
  loading = loadUntilCurrent().finally(() => (loading = null));
  const headings = ["log.at", "log.level", "log.message"].map((name) => element("th", { scope: "col" }, text(name)));
  const section = element("section", { class: "panel" },
    element("h2", {}, text("job.log")),
    failure,
    element("div", { class: "scroll" }, element("table", {}, element("thead", {}, element("tr", {}, headings)), body)));
  changes.addEventListener("job", refresh, { signal });
  return section;
}
