import { serviceText } from "../elements/element.js";

/** So many times smaller is the learning rate to try after a divergence. */
const smallerBy = 10;

/** Whether a job failed because its training diverged. Resumed, it would repeat the same steps and diverge again. */
export function hasDiverged({ state, endReason }) {
  return state === "failed" && endReason === "diverged";
}

/** The error of a job, in the page's language if its kind is known. */
export function errorOf(job) {
  return job.error ? serviceText(job.error, `error.${job.endReason}`) : "";
}

/** The address of the form with the spec of a diverged job and a smaller learning rate. */
export function lowerRateAddress({ id, spec }) {
  return `#/new?from=${id}&learningRate=${Number((spec.optimizer.learningRate / smallerBy).toPrecision(4))}`;
}
