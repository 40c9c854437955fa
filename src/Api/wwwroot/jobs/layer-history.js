import { get } from "../service/requests.js";
import { EpochCurves, layersOf } from "./epoch-curves.js";

/** What each epoch says of the layers, which is most of all that there is to load, and few look at it: it comes once they do. */
export class LayerHistory {
  #jobId;
  #signal;
  #changed;
  #loading = null;
  #isWanted = false;

  curves = new EpochCurves(layersOf);

  constructor(jobId, changed, signal) {
    this.#jobId = jobId;
    this.#changed = changed;
    this.#signal = signal;
  }

  /** Loads what there is. */
  open() {
    this.#isWanted = true;
    this.#load();
  }

  /** Takes a live epoch in; what is missing before it is in the history. */
  add(epoch) {
    if (!this.#isWanted) {
      return;
    }

    if (!this.#loading && epoch.sequence === this.curves.last + 1) {
      this.curves.add(epoch);
    } else {
      this.#load();
    }
  }

  #load() {
    // What fails now is loaded with the next epoch.
    this.#loading ??= this.#read().catch(() => {}).finally(() => (this.#loading = null));
  }

  async #read() {
    const epochs = await get(`/api/jobs/${this.#jobId}/metrics?after=${this.curves.last}`, this.#signal);
    epochs.forEach((epoch) => this.curves.add(epoch));
    this.#changed();
  }
}
