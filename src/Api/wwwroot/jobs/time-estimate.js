import { send } from "../service/requests.js";
import { number } from "../texts/format.js";
import { text } from "../texts/text.js";

/** The service's estimate of a job's time in words: "About 20 s on this machine"; nothing if nothing is known. */
export function estimateText(estimate) {
  return estimate ? text(estimate.isUpperBound ? "newJob.timeAtMost" : "newJob.time", { time: roughly(estimate.seconds) }) : "";
}

/** Asks for the estimate of a spec and shows it in an element. Without an answer the element stays empty. */
export async function showEstimate(target, spec, signal) {
  const preview = await send("POST", "/api/jobs/preview", spec, signal).catch(() => null);
  target.textContent = estimateText(preview?.estimate);
}

/** A time with one digit: 3 s, 20 s, 4 min, 50 min or 2 h. */
function roughly(seconds) {
  const digit = (value) => number(Math.max(1, Number(value.toPrecision(1))), 1);
  return seconds < 60 ? text("duration.seconds", { seconds: digit(seconds) })
    : seconds < 3600 ? text("duration.wholeMinutes", { minutes: digit(seconds / 60) })
    : text("duration.wholeHours", { hours: digit(seconds / 3600) });
}
