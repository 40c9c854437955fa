import { get, send } from "../../service/requests.js";

/** The time of a run is not judged by one with less or more work than this factor. */
const maximumRatio = 50;

/** Judges the time of a run by the newest finished job on the same dataset. */
export class TimeEstimate {
  #signal;
  #references = new Map();

  constructor(signal) {
    this.#signal = signal;
  }

  /** @returns {Promise<number | null>} the seconds of a complete spec with this network; null if no job is like it */
  async secondsOf(spec, graph) {
    if (spec.search) {
      return null;
    }

    const { dataset } = spec;
    if (!this.#references.has(dataset)) {
      this.#references.set(dataset, this.#findReference(dataset).catch(() => null));
    }

    const reference = await this.#references.get(dataset);
    return reference && estimatedSeconds(reference, { spec, graph });
  }

  /** The newest finished job on a dataset, its time and its network; null if there is none. */
  async #findReference(dataset) {
    const { items } = await get(`/api/jobs?state=succeeded&take=20&filter=${encodeURIComponent(`dataset:${dataset}`)}`, this.#signal);
    const job = items.find((one) => one.spec.dataset === dataset && !one.spec.search && one.epoch === one.epochs);
    const graph = job && (await send("POST", "/api/jobs/preview", job.spec, this.#signal)).graph;
    return graph ? { spec: job.spec, graph, seconds: (Date.parse(job.endedAt) - Date.parse(job.startedAt)) / 1000 } : null;
  }
}

/** The seconds of a run if time grows with its work; null if the works are too different. */
export function estimatedSeconds(reference, run) {
  const ratio = workOf(run) / workOf(reference);
  return ratio > maximumRatio || ratio < 1 / maximumRatio ? null : reference.seconds * ratio;
}

/** Multiply-adds for each row of the dataset. Of k folds, each trains on all rows but 1/k, and then the final network on all. */
function workOf({ spec: { training: { epochs }, validation: { folds, repeats } }, graph: { multiplyAdds } }) {
  return epochs * multiplyAdds * (folds ? (folds - 1) * (repeats ?? 1) + 1 : 1);
}
