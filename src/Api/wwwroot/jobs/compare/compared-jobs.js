import { onConnected, onJobChanged, watchEpochs } from "../../service/live.js";
import { get } from "../../service/requests.js";
import { EpochCurves } from "../epoch-curves.js";
import { endedStates, shortIds } from "../job-words.js";

/** The page is redrawn at most this often, however fast the epochs come. */
const drawMilliseconds = 250;

/**
 * The compared jobs, which follow their trainings: { id, label, job, scores, curves }. Raises `scores` when a job or its scores change, and `epochs`
 * when curves do.
 */
export class ComparedJobs extends EventTarget {
  #known;
  #signal;
  #comparison = new AbortController();
  #drawTimer = null;

  /** The compared jobs in the order of their ids. */
  items = [];

  /** The fields in which the specs differ. */
  differences = [];

  /** @param {object[]} jobs the jobs that are known already */
  constructor(jobs, signal) {
    super();
    this.#known = new Map(jobs.map((job) => [job.id, job]));
    this.#signal = signal;
    signal.addEventListener("abort", () => clearTimeout(this.#drawTimer));
    onJobChanged((job) => this.#update(job), signal);
    onConnected(() => this.#reload(), signal);
  }

  /** Loads the comparison of these jobs. A newer call replaces an older one. @returns {Promise<boolean>} whether this call is the newest */
  async load(ids) {
    this.#comparison.abort();
    this.#comparison = new AbortController();
    const signal = AbortSignal.any([this.#signal, this.#comparison.signal]);
    // The jobs are read before their curves: the stream then repeats epochs rather than leaving a gap.
    await Promise.all(ids.filter((id) => !this.#known.has(id)).map(async (id) => this.#known.set(id, await get(`/api/jobs/${id}`, signal))));
    const jobs = ids.map((id) => this.#known.get(id));
    const { jobs: scores, differences } = await get(`/api/jobs/compare?ids=${ids.join(",")}`, signal);
    if (signal.aborted) {
      return false;
    }

    const short = shortIds(ids);
    this.differences = differences;
    this.items = scores.map((one, i) => ({
      id: one.id, label: labelOf(jobs[i], one, short.get(one.id)), job: { ...jobs[i], state: one.state }, scores: one, curves: curvesOf(one.curve),
    }));
    this.items.filter(({ job }) => !endedStates.includes(job.state)).forEach((item) => this.#watch(item, signal));
    return true;
  }

  #watch(item, signal) {
    const onEpoch = (epoch) => {
      item.curves.add(epoch);
      this.#drawTimer ??= setTimeout(() => {
        this.#drawTimer = null;
        this.dispatchEvent(new Event("epochs"));
      }, drawMilliseconds);
    };
    watchEpochs(item.id, item.job.lastSequence, onEpoch, () => this.#reload(), signal);
  }

  #update(job) {
    this.#known.set(job.id, job);
    const item = this.items.find((one) => one.id === job.id);
    if (item) {
      const hadEnded = endedStates.includes(item.job.state);
      item.job = job;
      this.dispatchEvent(new Event("scores"));
      if (!hadEnded && endedStates.includes(job.state)) {
        this.#reload();
      }
    }
  }

  /** Reads the final scores of a job that has ended, and what changed while the service was away. */
  async #reload() {
    if (this.items.length > 0 && await this.load(this.items.map((item) => item.id)).catch(() => false)) {
      this.dispatchEvent(new Event("scores"));
      this.dispatchEvent(new Event("epochs"));
    }
  }
}

function labelOf({ name }, { model, version }, shortId) {
  return `${name ?? model} ${version === null ? shortId : `v${version}`}`;
}

function curvesOf(points) {
  const curves = new EpochCurves(metricsOf);
  points.forEach((point) => curves.add(point));
  return curves;
}

function* metricsOf({ train, validation }) {
  for (const [part, metrics] of [["train", train], ["validation", validation]]) {
    for (const name in metrics ?? {}) {
      yield [`${part}.${name}`, metrics[name]];
    }
  }
}
