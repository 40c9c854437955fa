import { element } from "../elements/element.js";
import { count, duration, metric, percent } from "../texts/format.js";
import { text } from "../texts/text.js";

/** The states in which a job has ended. */
export const endedStates = ["stopped", "succeeded", "failed", "cancelled", "interrupted"];

const metricsByPriority = ["accuracy", "logRmse", "rmse", "loss"];

const shortestId = 13;

/**
 * The beginning of each id that tells it from the others. The first 13 characters are the time of the job in milliseconds, so fewer would often
 * be the same. @returns {Map<string, string>}
 */
export function shortIds(ids) {
  const different = new Set(ids);
  let length = shortestId;
  while (length < 36 && new Set([...different].map((id) => id.slice(0, length))).size < different.size) {
    length++;
  }

  return new Map([...different].map((id) => [id, id.slice(0, length)]));
}

/** A job's state as a coloured badge. */
export function stateBadge(state) {
  return element("span", { class: `state ${state}` }, text(`state.${state}`));
}

/** The most important of the metrics: { name, value }; null if there are none. */
export function mainMetric(metrics) {
  const name = metrics && metricsByPriority.find((one) => metrics[one] !== null && metrics[one] !== undefined);
  return name ? { name, value: metrics[name] } : null;
}

/** The most important metric with its name. */
export function scoreText(metrics) {
  const best = mainMetric(metrics);
  return best ? `${text(`metric.${best.name}`)} ${metric(best.name, best.value)}` : "–";
}

/** What the loss of a spec measures. */
export function lossUnit({ task, preprocessing }) {
  return text(task === "classification" ? "loss.crossEntropy" : `loss.${preprocessing?.target ?? "auto"}`);
}

/** How long a job has run, in seconds; null if it has not started. */
export function secondsRun(job, now = Date.now()) {
  return job.startedAt ? ((job.endedAt ? Date.parse(job.endedAt) : now) - Date.parse(job.startedAt)) / 1000 : null;
}

/** A job's position in the queue, or its epoch and fold. */
export function progressText(job) {
  if (job.state === "queued") {
    return job.queuePosition ? text("job.inQueue", { position: count(job.queuePosition) }) : "";
  }

  const epoch = text("job.epochOf", { epoch: count(job.epoch), epochs: count(job.epochs) });
  return job.fold ? `${text("job.foldOf", { fold: job.fold, folds: job.folds })}, ${epoch}` : epoch;
}

/** The remaining time of a running job. */
export function remainingText(job) {
  return job.etaSeconds === null ? "–" : duration(job.etaSeconds);
}

/** A progress bar. Its `update` takes a progress from 0 to 1. */
export function progressBar(label) {
  const filled = element("span");
  const bar = element("span", { class: "bar", role: "progressbar", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": 100 }, filled);
  return Object.assign(bar, {
    update(progress) {
      bar.setAttribute("aria-valuenow", Math.round(progress * 100));
      bar.setAttribute("aria-valuetext", percent(progress, 0));
      filled.style.setProperty("width", `${progress * 100}%`);
    },
  });
}
