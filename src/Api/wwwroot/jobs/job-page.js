import { get, rethrowReadable } from "../service/requests.js";

// More points than a chart has pixels.
const curvePoints = 2000;

/**
 * A job with its live curves and layers, its report, its spec and its log. The data and the modules that show it are loaded at the same time,
 * because both take a while for a long job.
 */
export async function page({ parameters: { id }, query, signal }) {
  const reading = get(`/api/jobs/${id}`, signal);
  const [job, epochs, trials, { jobView }] = await Promise.all([
    reading,
    get(`/api/jobs/${id}/metrics?layers=false&points=${curvePoints}`, signal),
    reading.then(({ spec: { search } }) => (search ? get(`/api/jobs/${id}/trials`, signal) : [])),
    import("./job-view.js").catch(rethrowReadable),
  ]);
  return jobView(job, epochs, trials, query, signal);
}
