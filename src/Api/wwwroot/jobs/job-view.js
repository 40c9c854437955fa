import { element } from "../elements/element.js";
import { tabs } from "../elements/tabs.js";
import { notify } from "../elements/notice.js";
import { onConnected, onJobChanged, watchEpochs } from "../service/live.js";
import { get } from "../service/requests.js";
import { setQuery } from "../shell/address.js";
import { percent } from "../texts/format.js";
import { text } from "../texts/text.js";
import { CurvesTab } from "./curves-tab.js";
import { EpochCurves, metricsOf } from "./epoch-curves.js";
import { JobHeader } from "./job-head.js";
import { endedStates } from "./job-words.js";
import { LayerHistory } from "./layer-history.js";
import { LayersTab } from "./layers-tab.js";
import { logTab } from "./log-tab.js";
import { reportTab } from "./report-tab.js";
import { specTab } from "./spec-tab.js";
import { SearchTrials } from "./trials/search-trials.js";
import { trialsTab } from "./trials/trials-tab.js";

/** The page is redrawn at most this often, however fast the epochs come. */
const drawMilliseconds = 250;

/**
 * The content of a job's page.
 * @param {object} initialJob the job when the page was opened
 * @param {object[]} epochs the job's epochs so far
 * @param {object[]} trials the trials of its search; none without one
 * @param {URLSearchParams} query what the address says: the open tab, and how its content is shown
 * @param {AbortSignal} signal is aborted when the page is left
 */
export function jobView(initialJob, epochs, trials, query, signal) {
  const { id } = initialJob;
  const curves = new EpochCurves(metricsOf);
  epochs.forEach((epoch) => curves.add(epoch));

  let drawTimer = null;
  const header = new JobHeader(updateJob, signal);
  const changes = new EventTarget();
  const layers = new LayerHistory(id, scheduleDraw, signal);
  const search = initialJob.spec.search && new SearchTrials(initialJob, trials, query.get("marked"), signal);
  const state = { job: initialJob, curves, layers, search, changes, signal };
  const content = element("div", {}, header.element, tabs(text("job.parts"), [
    { name: "curves", label: text("job.curves"), content: () => redrawOnEpochs(new CurvesTab(state, query)) },
    search
      ? { name: "trials", label: text("job.trials"), content: () => trialsTab(state) }
      : { name: "layers", label: text("job.layers"), content: () => redrawOnEpochs(new LayersTab(state)) },
    { name: "report", label: text("job.report"), content: () => reportTab(state, query) },
    { name: "spec", label: text("job.spec"), content: () => specTab(initialJob) },
    { name: "log", label: text("job.log"), content: () => logTab(state) },
  ], query.get("part") ?? "curves", onTabOpen));

  /** A tab that was hidden is brought up to date when it opens. */
  function onTabOpen(name) {
    setQuery({ part: name });
    scheduleDraw();
    changes.dispatchEvent(new Event("job"));
  }

  function scheduleDraw() {
    drawTimer ??= setTimeout(() => {
      drawTimer = null;
      showTitle();
      header.update(state.job);
      changes.dispatchEvent(new Event("epochs"));
    }, drawMilliseconds);
  }

  /** The title of the browser's tab shows the progress, so that it can be seen from another tab. */
  function showTitle() {
    const { name, model, state: jobState, progress } = state.job;
    const prefix = endedStates.includes(jobState) ? text(`state.${jobState}`) : percent(progress, 0);
    document.title = `${prefix} · ${name ?? model} · LearnML`;
  }

  function redrawOnEpochs(tab) {
    changes.addEventListener("epochs", () => tab.element.isConnected && tab.draw(), { signal });
    return tab.element;
  }

  let isWatched = false;
  function updateJob(job) {
    if (job.id !== id) {
      return;
    }

    const previousState = state.job.state;
    const hadEnded = endedStates.includes(previousState);
    state.job = job;
    if (job.state === previousState && !hadEnded) {
      scheduleDraw();
    } else {
      showTitle();
      header.update(job);
    }

    changes.dispatchEvent(new Event("job"));
    if (!isWatched && !endedStates.includes(job.state)) {
      startWatching();
    }

    if (!hadEnded && endedStates.includes(job.state)) {
      search?.read();
      notify(`${job.model}: ${text(`state.${job.state}`)}`, job.state === "failed" ? "failed" : "done");
    }
  }

  function addEpoch(epoch) {
    curves.add(epoch);
    layers.add(epoch);
    scheduleDraw();
  }

  function startWatching() {
    isWatched = true;
    watchEpochs(id, curves.lastSequence, addEpoch, onWatchEnd, signal);
  }

  /** The job may have ended before the page received its changes, so its state is read again. */
  function onWatchEnd() {
    isWatched = false;
    reloadJob();
  }

  function reloadJob() {
    get(`/api/jobs/${id}`, signal).then(updateJob, () => {});
  }

  header.update(initialJob);
  onJobChanged(updateJob, signal);
  onConnected(reloadJob, signal);
  signal.addEventListener("abort", () => clearTimeout(drawTimer));
  if (!endedStates.includes(initialJob.state)) {
    startWatching();
  }

  return content;
}
