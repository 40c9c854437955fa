import { get } from "../service/requests.js";
import { EpochCurves, layerMetricsOf } from "./epoch-curves.js";

/** The layer metrics of a job's epochs. They are most of a job's data and few users look at them, so they are loaded when first shown. */
export class LayerHistory {
  #jobId;
  #signal;
  #onChange;
  #loading = null;
  #isOpen = false;

  curves = new EpochCurves(layerMetricsOf);

  constructor(jobId, onChange, signal) {
    this.#jobId = jobId;
    this.#onChange = onChange;
    this.#signal = signal;
  }

  /** Loads the history. From then on, new epochs are added. */
  open() {
    this.#isOpen = true;
    this.#load();
  }

  /** Adds a live epoch. If epochs before it are missing, they are loaded from the history. */
  add(epoch) {
    if (!this.#isOpen) {
      return;
    }

    if (!this.#loading && epoch.sequence === this.curves.lastSequence + 1) {
      this.curves.add(epoch);
    } else {
      this.#load();
    }
  }

  #load() {
    // After a failure, the next epoch tries again.
    this.#loading ??= this.#fetchNewEpochs().catch(() => {}).finally(() => (this.#loading = null));
  }

  async #fetchNewEpochs() {
    const epochs = await get(`/api/jobs/${this.#jobId}/metrics?after=${this.curves.lastSequence}`, this.#signal);
    epochs.forEach((epoch) => this.curves.add(epoch));
    this.#onChange();
  }
}
