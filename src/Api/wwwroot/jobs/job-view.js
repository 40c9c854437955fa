import { element } from "../elements/element.js";
import { tabs } from "../elements/tabs.js";
import { notify } from "../elements/notice.js";
import { onConnected, onJobChanged, watch } from "../service/live.js";
import { get } from "../service/requests.js";
import { text } from "../texts/text.js";
import { CurvesTab } from "./curves-tab.js";
import { EpochCurves, metricsOf } from "./epoch-curves.js";
import { JobHead } from "./job-head.js";
import { ended } from "./job-words.js";
import { LayerHistory } from "./layer-history.js";
import { LayersTab } from "./layers-tab.js";
import { logTab } from "./log-tab.js";
import { reportTab } from "./report-tab.js";
import { specTab } from "./spec-tab.js";

/** What moves with the epochs is drawn anew so often at most, however fast they come. */
const drawMilliseconds = 250;

/**
 * What is seen of a job.
 * @param {object} first the job as it was when the page was opened
 * @param {object[]} epochs its epochs until then
 * @param {string | null} part which part is open at first
 * @param {AbortSignal} signal ends it
 */
export function jobView(first, epochs, part, signal) {
  const { id } = first;
  const curves = new EpochCurves(metricsOf);
  epochs.forEach((epoch) => curves.add(epoch));

  let drawing = null;
  const head = new JobHead(change, signal);
  const changes = new EventTarget();
  const layers = new LayerHistory(id, draw, signal);
  const state = { job: first, curves, layers, changes, signal };
  const content = element("div", {}, head.element, tabs(text("job.parts"), [
    { name: "curves", label: text("job.curves"), content: () => live(new CurvesTab(state)) },
    { name: "layers", label: text("job.layers"), content: () => live(new LayersTab(state)) },
    { name: "report", label: text("job.report"), content: () => reportTab(state) },
    { name: "spec", label: text("job.spec"), content: () => specTab(first) },
    { name: "log", label: text("job.log"), content: () => logTab(state) },
  ], part ?? "curves", show));

  /** What is opened again takes in what came meanwhile. */
  function show(name) {
    showInAddress(id, name);
    draw();
    changes.dispatchEvent(new Event("job"));
  }

  function draw() {
    drawing ??= setTimeout(() => {
      drawing = null;
      head.update(state.job);
      changes.dispatchEvent(new Event("epochs"));
    }, drawMilliseconds);
  }

  function live(tab) {
    changes.addEventListener("epochs", () => tab.element.isConnected && tab.draw(), { signal });
    return tab.element;
  }

  let isWatched = false;
  function change(job) {
    if (job.id !== id) {
      return;
    }

    const before = state.job.state;
    const wasEnded = ended.includes(before);
    state.job = job;
    if (job.state === before && !wasEnded) {
      draw();
    } else {
      head.update(job);
    }

    changes.dispatchEvent(new Event("job"));
    if (!isWatched && !ended.includes(job.state)) {
      follow();
    }

    if (!wasEnded && ended.includes(job.state)) {
      notify(`${job.model}: ${text(`state.${job.state}`)}`, job.state === "failed" ? "failed" : "done");
    }
  }

  function take(epoch) {
    curves.add(epoch);
    layers.add(epoch);
    draw();
  }

  function follow() {
    isWatched = true;
    watch(id, curves.last, take, watched, signal);
  }

  /** An end that came while the page was opened was told to nobody here. */
  function watched() {
    isWatched = false;
    look();
  }

  function look() {
    get(`/api/jobs/${id}`, signal).then(change, () => {});
  }

  head.update(first);
  onJobChanged(change, signal);
  onConnected(look, signal);
  if (!ended.includes(first.state)) {
    follow();
  }

  return content;
}

/** The address names the open part, so that a link leads to it; going back leads to the page before. */
function showInAddress(id, name) {
  history.replaceState(null, "", `#/jobs/${id}?part=${name}`);
}
