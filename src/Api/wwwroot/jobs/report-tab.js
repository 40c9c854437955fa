import { element, replace } from "../elements/element.js";
import { emptyState } from "../elements/empty.js";
import { attempt } from "../elements/notice.js";
import { get, rethrowReadable } from "../service/requests.js";
import { text } from "../texts/text.js";
import { endedStates } from "./job-words.js";

const statesWithReport = ["succeeded", "stopped", "failed"];

/** The final evaluation of the job, as soon as there is one. After an error the next change of the job or a new connection tries again. */
export function reportTab(state, query) {
  const content = element("div", {}, emptyState(text("report.waiting")));
  let shownEnd = null;

  async function show() {
    const { job, signal } = state;
    if (!endedStates.includes(job.state) || shownEnd === job.endedAt) {
      return;
    }

    if (!statesWithReport.includes(job.state)) {
      replace(content, emptyState(text("report.none")));
      return;
    }

    shownEnd = job.endedAt;
    replace(content, emptyState(text("report.loading")));
    try {
      const [report, { sections, saveReport }] = await Promise.all([
        get(`/api/jobs/${job.id}/report`, signal),
        import("./report/report.js").catch(rethrowReadable),
      ]);
      const shown = element("div", {}, await sections(report, job, query, signal));
      replace(content, saveButton(() => saveReport(shown, state)), shown);
    } catch (error) {
      shownEnd = null;
      if (!signal.aborted) {
        replace(content, emptyState(error.message));
      }
    }
  }

  state.changes.addEventListener("job", show, { signal: state.signal });
  show();
  return content;
}

/** The file also has the curves as they are when the button is pressed. */
function saveButton(save) {
  return element("div", { class: "buttons end" },
    element("button", { title: text("report.saveHint"), onclick: ({ currentTarget }) => attempt(currentTarget, save) }, text("report.save")));
}
