import { attentionPanel } from "../attention/attention-list.js";
import { element, replace } from "../elements/element.js";
import { emptyState } from "../elements/empty.js";
import { attempt } from "../elements/notice.js";
import { get } from "../service/requests.js";
import { text } from "../texts/text.js";
import { endedStates, lossUnit } from "./job-words.js";
import { confusionMatrix } from "./report/confusion-matrix.js";
import { decisions } from "./report/decisions/decisions.js";
import { diagnosis } from "./report/diagnosis.js";
import { importance } from "./report/importance.js";
import { perClass } from "./report/per-class.js";
import { saveReport } from "./report/report-file.js";
import { residuals } from "./report/residuals.js";
import { rowColumns } from "./report/row-columns.js";
import { samples } from "./report/samples.js";
import { crossValidation, scores } from "./report/scores.js";
import { worst } from "./report/worst.js";

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
      const report = await get(`/api/jobs/${job.id}/report`, signal);
      const shown = element("div", {}, await sections(report, job, query, signal));
      replace(content, saveButton(shown, state), shown);
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
function saveButton(shown, state) {
  return element("div", { class: "buttons end" },
    element("button", { title: text("report.saveHint"), onclick: ({ currentTarget }) => attempt(currentTarget, () => saveReport(shown, state)) },
      text("report.save")));
}

async function sections(report, job, query, signal) {
  const dataset = await findDataset(job, signal);
  const about = job.name ?? job.model;
  const shownSamples = report.samples && (await samples(report, job, dataset?.summary.images, signal));
  return [
    diagnosis(report),
    attentionPanel(report.attention),
    scores(report, job, Boolean(dataset?.testTable)),
    report.crossValidation && crossValidation(report, job),
    report.confusionMatrix && [confusionMatrix(report, (actual, predicted) => shownSamples.show(actual, predicted)), perClass(report)],
    report.curves?.length > 0 && decisions(report, about, query),
    importance(report, lossUnit(job.spec), about),
    report.values && residuals(report, about, rowColumns(report, job, dataset, signal)),
    report.worst && worst(report),
    shownSamples,
  ];
}

/** The dataset's profile; null if the dataset was deleted. The list is read first, because a request for a deleted dataset would be an error. */
async function findDataset({ spec: { dataset } }, signal) {
  const datasets = await get("/api/datasets", signal);
  return datasets.some(({ name }) => name === dataset) ? get(`/api/datasets/${encodeURIComponent(dataset)}`, signal).catch(() => null) : null;
}
