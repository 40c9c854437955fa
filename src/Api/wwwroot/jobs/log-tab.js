import { element, replace, serviceWords } from "../elements/element.js";
import { get } from "../service/requests.js";
import { moment } from "../texts/format.js";
import { text } from "../texts/text.js";

/** What happened to the job, a line each. */
export function logTab({ job, changes, signal }) {
  const body = element("tbody");
  let last = 0;
  let loading = null;
  let isTold = true;
  async function load() {
    const lines = (await get(`/api/jobs/${job.id}/log?after=${last}`, signal)).filter((line) => line.sequence > last);
    last = lines.at(-1)?.sequence ?? last;
    body.append(...lines.map(({ at, level, message }) => element("tr", { class: level },
      element("td", { class: "small soft" }, moment(at)), element("td", {}, text(`log.${level}`)), element("td", {}, serviceWords(message)))));
  }

  /** A job tells of itself many times a second: one question at a time, one more for all that was told meanwhile, and none while nobody sees the answer. */
  function look() {
    isTold = true;
    if (section.isConnected) {
      loading ??= loadAll().finally(() => (loading = null));
    }
  }

  async function loadAll() {
    while (isTold) {
      isTold = false;
      await tryLoad();
    }
  }

  async function tryLoad() {
    try {
      await load();
    } catch (error) {
      if (!signal.aborted) {
        replace(failure, error.message);
      }
    }
  }

  const failure = element("p", { class: "field-error" });
  loading = loadAll().finally(() => (loading = null));
  const section = element("section", { class: "panel" }, element("h2", {}, text("job.log")), failure, element("div", { class: "scroll" }, element("table", {},
    element("thead", {}, element("tr", {}, ["log.at", "log.level", "log.message"].map((name) => element("th", { scope: "col" }, text(name))))), body)));
  changes.addEventListener("job", look, { signal });
  return section;
}
