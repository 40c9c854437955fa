import { attentionPanel } from "../../attention/attention-list.js";
import { versionPath } from "../../models/model-words.js";
import { get } from "../../service/requests.js";
import { lossUnit } from "../job-words.js";
import { certainty } from "./certainty.js";
import { confusionMatrix } from "./confusion-matrix.js";
import { decisions } from "./decisions/decisions.js";
import { diagnosis } from "./diagnosis.js";
import { effects } from "./effect.js";
import { importance } from "./importance.js";
import { perClass } from "./per-class.js";
import { residuals } from "./residuals.js";
import { rowColumns } from "./row-columns.js";
import { samples } from "./samples.js";
import { crossValidation, scores } from "./scores.js";
import { worst } from "./worst.js";

export { saveReport } from "./report-file.js";

/** The parts of a report, in the order of the page. */
export async function sections(report, job, query, signal) {
  const dataset = await findDataset(job, signal);
  const about = job.name ?? job.model;
  const shownSamples = report.samples && (await samples(report, job, dataset, signal));
  const modelColumns = job.version !== null && dataset?.table ? await findColumns(job, signal) : [];
  const effect = modelColumns.length > 0 ? effects(report, job, ranked(modelColumns, report.importance), about, query, signal) : null;
  return [
    diagnosis(report),
    attentionPanel(report.attention),
    scores(report, job, Boolean(dataset?.testTable)),
    report.crossValidation && crossValidation(report, job),
    report.confusionMatrix && [confusionMatrix(report, (actual, predicted) => shownSamples.show(actual, predicted)), perClass(report)],
    report.curves?.length > 0 && decisions(report, about, query),
    certainty(report),
    importance(report, lossUnit(job.spec), about, effect && effect.show),
    effect,
    report.values && residuals(report, about, rowColumns(report, job, dataset, signal)),
    report.worst && worst(report),
    shownSamples,
  ];
}

/** The columns of the job's model; none if the version was deleted. */
async function findColumns({ model, version }, signal) {
  const schema = await get(`${versionPath({ name: model, version })}/schema`, signal).catch(() => null);
  return Object.keys(schema?.properties ?? {});
}

/** The columns, the most important ones first. */
function ranked(columns, importances) {
  const places = new Map((importances ?? []).map(({ column }, place) => [column, place]));
  return columns.toSorted((a, b) => (places.get(a) ?? columns.length) - (places.get(b) ?? columns.length));
}

/** The dataset's profile; null if the dataset was deleted. The list is read first, because a request for a deleted dataset would be an error. */
async function findDataset({ spec: { dataset } }, signal) {
  const datasets = await get("/api/datasets", signal);
  return datasets.some(({ name }) => name === dataset) ? get(`/api/datasets/${encodeURIComponent(dataset)}`, signal).catch(() => null) : null;
}
