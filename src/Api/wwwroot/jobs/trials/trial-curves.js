import { curveColor } from "../../charts/colors.js";
import { smooth } from "../../charts/chart-data.js";
import { text } from "../../texts/text.js";
import { endedStates } from "../job-words.js";

/** More curves of trials cannot be told apart. */
export const maximumTrials = 20;

/**
 * A metric's curves of the chosen trials, at most so many, the best first. The curves of trials that have ended without being the best are faded:
 * while the search runs all that are not trained any more, and later those that are not finished.
 */
export function trialCurves({ job, curves, search }, name, { xAxis, smoothing }) {
  const isEnded = ({ state }) => (endedStates.includes(job.state) ? state !== "finished" : state !== "running");
  return shownTrials(search).filter((trial) => curves.curve(trial.number, name, xAxis)).map((trial) => {
    const raw = curves.curve(trial.number, name, xAxis);
    return {
      label: text("job.trialNumber", { fold: trial.number }),
      color: curveColor(trial.number - 1),
      width: 1.3,
      isFaded: isEnded(trial) && trial !== search.ranked[0],
      points: smooth(raw, smoothing),
      raw,
    };
  });
}

/** The trials whose curves are shown, by number. */
function shownTrials(search) {
  return search.ranked.filter((trial) => search.isChosen(trial)).slice(0, maximumTrials).sort((a, b) => a.number - b.number);
}
