import { element, replace } from "../elements/element.js";
import { empty } from "../elements/empty.js";
import { get } from "../service/requests.js";
import { text } from "../texts/text.js";
import { ended } from "./job-words.js";
import { confusionMatrix } from "./report/confusion-matrix.js";
import { diagnosis } from "./report/diagnosis.js";
import { perClass } from "./report/per-class.js";
import { residuals } from "./report/residuals.js";
import { samples } from "./report/samples.js";
import { crossValidation, scores } from "./report/scores.js";

const reported = ["succeeded", "stopped", "failed"];

/** The final evaluation, once there is one. */
export function reportTab(state) {
  const content = element("div", {}, empty(text("report.waiting")));
  let shownOf = null;

  async function show() {
    const { job, signal } = state;
    if (!reported.includes(job.state) || shownOf === job.endedAt) {
      if (ended.includes(job.state) && shownOf !== job.endedAt) {
        replace(content, empty(text("report.none")));
      }

      return;
    }

    shownOf = job.endedAt;
    try {
      const report = await get(`/api/jobs/${job.id}/report`, signal);
      replace(content, await parts(report, job, signal));
    } catch (error) {
      if (!signal.aborted) {
        replace(content, empty(error.message));
      }
    }
  }

  state.changes.addEventListener("job", show, { signal: state.signal });
  show();
  return content;
}

async function parts(report, job, signal) {
  const dataset = await datasetOf(job, signal);
  return [
    diagnosis(report),
    scores(report, job, Boolean(dataset?.testTable)),
    report.crossValidation && crossValidation(report.crossValidation, job),
    report.confusionMatrix && [confusionMatrix(report), perClass(report)],
    report.values && residuals(report),
    report.samples && (await samples(report, job, dataset?.summary.images, signal)),
  ];
}

/** The profile; null where the dataset has been deleted since: it is looked for among all, for to ask for it alone would be an error. */
async function datasetOf({ spec: { dataset } }, signal) {
  const known = await get("/api/datasets", signal);
  return known.some(({ name }) => name === dataset) ? get(`/api/datasets/${encodeURIComponent(dataset)}`, signal).catch(() => null) : null;
}
