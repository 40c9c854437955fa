import { get, withQuery } from "../../service/requests.js";

/**
 * The part of the dataset whose rows the report numbers: the test file or the test images, or else the training part, which the spec may have
 * divided.
 */
export function reportedPart({ reported }, { spec: { validation } }) {
  return (reported === "test" && !validation.testFraction) || validation.testPart ? "test" : "train";
}

/** Reads the rows with these numbers, in one request. */
export async function readRows(report, job, numbers, signal) {
  const path = `/api/datasets/${encodeURIComponent(job.spec.dataset)}/rows`;
  return (await get(withQuery(path, { part: reportedPart(report, job), rows: numbers.join(",") }), signal)).items;
}
