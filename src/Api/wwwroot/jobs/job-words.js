import { element } from "../elements/element.js";
import { count, duration, metric, percent } from "../texts/format.js";
import { text } from "../texts/text.js";

/** The states in which a job has ended. */
export const ended = ["stopped", "succeeded", "failed", "cancelled", "interrupted"];

const telling = ["accuracy", "logRmse", "rmse", "loss"];

/** A job's state, as a coloured word. */
export function stateMark(state) {
  return element("span", { class: `state ${state}` }, text(`state.${state}`));
}

/** The metric that says most: { name, value }; null where there are none. */
export function score(metrics) {
  const name = metrics && telling.find((one) => metrics[one] !== null && metrics[one] !== undefined);
  return name ? { name, value: metrics[name] } : null;
}

/** A score with the metric's name. */
export function scoreText(metrics) {
  const best = score(metrics);
  return best ? `${text(`metric.${best.name}`)} ${metric(best.name, best.value)}` : "–";
}

/** Seconds that a job has run so far. */
export function seconds(job, now = Date.now()) {
  return job.startedAt ? ((job.endedAt ? Date.parse(job.endedAt) : now) - Date.parse(job.startedAt)) / 1000 : null;
}

/** Where a job is: its place in the queue, or epoch and fold. */
export function place(job) {
  if (job.state === "queued") {
    return job.queuePosition ? text("job.inQueue", { position: count(job.queuePosition) }) : "";
  }

  const epoch = text("job.epochOf", { epoch: count(job.epoch), epochs: count(job.epochs) });
  return job.fold ? `${text("job.foldOf", { fold: job.fold, folds: job.folds })}, ${epoch}` : epoch;
}

/** What remains of a running job, in words. */
export function remaining(job) {
  return job.etaSeconds === null ? "–" : duration(job.etaSeconds);
}

/** A bar of how much is done. */
export function progressBar(label) {
  const done = element("span");
  const bar = element("span", { class: "bar", role: "progressbar", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": 100 }, done);
  return Object.assign(bar, {
    update(progress) {
      bar.setAttribute("aria-valuenow", Math.round(progress * 100));
      bar.setAttribute("aria-valuetext", percent(progress, 0));
      done.style.setProperty("width", `${progress * 100}%`);
    },
  });
}
