import { failReadably, get } from "../service/requests.js";

/**
 * A job: its curves and layers live, its report, spec and log. What is to be shown is asked for first, and what shows it is loaded
 * meanwhile: of a long job either takes its time.
 */
export async function page({ parameters: { id }, query, signal }) {
  const [first, epochs, { jobView }] = await Promise.all([
    get(`/api/jobs/${id}`, signal),
    get(`/api/jobs/${id}/metrics?layers=false`, signal),
    import("./job-view.js").catch(failReadably),
  ]);
  return jobView(first, epochs, query.get("part"), signal);
}
