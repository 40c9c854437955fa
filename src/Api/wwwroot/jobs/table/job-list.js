import { get, withQuery } from "../../service/requests.js";
import { endedStates } from "../job-words.js";

const pageSize = 100;
const openStates = ["running", "stopping", "queued"];

/**
 * The jobs that the service lists for a view, page by page. Without a chosen state, the jobs that have not ended come first, in the same order
 * among themselves.
 */
export class JobList {
  #view;
  #signal;
  #cursor;
  #load = 0;
  #pendingUpdates = new Set();
  #unlisted = new Map();

  /** The loaded jobs in order. */
  jobs = [];

  /** The number of all jobs that match. */
  total = 0;

  constructor(view, signal) {
    this.#view = view;
    this.#signal = signal;
  }

  get hasMore() {
    return Boolean(this.#cursor);
  }

  /**
   * Loads the list anew, at least as many jobs as before. A newer call replaces an older one.
   * @returns {Promise<boolean>} whether this call is the newest
   */
  async reload() {
    const load = ++this.#load;
    const updates = new Map();
    this.#pendingUpdates.add(updates);
    try {
      const open = this.#view.state ? { items: [], total: 0 } : await this.#get({ state: openStates.join(","), take: 200 });
      const ended = await this.#getEnded(Math.max(pageSize, this.jobs.length - open.items.length));
      if (load !== this.#load) {
        return false;
      }

      // A job that ends between the two answers is in both.
      const ids = new Set(ended.items.map((job) => job.id));
      this.jobs = [...open.items.filter((job) => !ids.has(job.id)), ...ended.items].map((job) => updates.get(job.id) ?? job);
      this.total = Math.max(open.total + ended.total, this.jobs.length);
      this.#cursor = ended.next;
      return true;
    } finally {
      this.#pendingUpdates.delete(updates);
    }
  }

  /** Loads the next page. */
  async loadMore() {
    const page = await this.#get({ state: this.#endedState(), take: pageSize, cursor: this.#cursor });
    const ids = new Set(this.jobs.map((job) => job.id));
    this.jobs = [...this.jobs, ...page.items.filter((job) => !ids.has(job.id))];
    this.#cursor = page.next;
  }

  /**
   * Takes the new state of a job. A job that changes while the list is loading is newer than the list.
   * @returns {boolean} whether the list must be loaded anew, because the job may now belong at another place
   */
  update(job) {
    this.#pendingUpdates.forEach((updates) => updates.set(job.id, job));
    const index = this.jobs.findIndex((known) => known.id === job.id);
    if (index < 0) {
      // The job may not match the filter. Its next epochs change nothing about that.
      const isNew = this.#unlisted.get(job.id) !== placeOf(job);
      this.#unlisted.set(job.id, placeOf(job));
      return isNew;
    }

    const before = this.jobs[index];
    this.jobs[index] = job;
    return placeOf(before) !== placeOf(job);
  }

  /** Removes a deleted job. */
  remove(id) {
    this.jobs = this.jobs.filter((job) => job.id !== id);
    this.total--;
  }

  async #getEnded(count) {
    const pages = [];
    do {
      const page = await this.#get({ state: this.#endedState(), take: pageSize, cursor: pages.at(-1)?.next });
      pages.push(page);
      count -= page.items.length;
    } while (count > 0 && pages.at(-1).next);
    return { items: pages.flatMap((page) => page.items), total: pages[0].total, next: pages.at(-1).next };
  }

  #endedState() {
    return this.#view.state || endedStates.join(",");
  }

  #get(query) {
    return get(withQuery("/api/jobs", { filter: this.#view.filter.trim(), sort: this.#view.sort, ...query }), this.#signal);
  }
}

/** What decides, beside its scores, whether and where a list has a job. */
function placeOf(job) {
  return JSON.stringify([job.state, job.name, job.note, job.tags, job.starred, job.project]);
}
