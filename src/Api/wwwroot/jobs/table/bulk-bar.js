import { confirmAction } from "../../elements/confirm.js";
import { element } from "../../elements/element.js";
import { attempt, notify } from "../../elements/notice.js";
import { send } from "../../service/requests.js";
import { count } from "../../texts/format.js";
import { text } from "../../texts/text.js";
import { endedStates } from "../job-words.js";
import { readTags, saveLabels } from "./label-editor.js";

const maximumCompared = 20;

/** Buttons that compare, stop, delete and tag the selected jobs. */
export class BulkBar {
  #selectedJobs;
  #actions;
  #selected = element("span", { class: "soft", role: "status" });
  #compare = element("button", { onclick: () => this.#openComparison() }, text("jobs.compare"));
  #stop = element("button", { onclick: () => this.#run(this.#stop, this.#open(), (job) => this.#send(job, "stop")) }, text("job.stop"));
  #delete = element("button", { class: "danger", onclick: () => this.#confirmDelete() }, text("job.delete"));
  #tags = element("input", { "aria-label": text("jobs.newTags"), placeholder: text("jobs.newTags"), onkeydown: (event) => this.#onKey(event) });
  #tag = element("button", { onclick: () => this.#addTags() }, text("jobs.addTags"));

  element = element("div", { class: "buttons bulk", role: "group", "aria-label": text("jobs.selectedJobs") },
    this.#selected, this.#compare, this.#stop, this.#delete, element("span", { class: "inline" }, this.#tags, this.#tag));

  /**
   * @param {() => object[]} selectedJobs returns the selected jobs
   * @param {object} actions onChange(job), onDelete(id)
   */
  constructor(selectedJobs, actions) {
    this.#selectedJobs = selectedJobs;
    this.#actions = actions;
    this.update();
  }

  /** Shows which actions are possible for the selected jobs. */
  update() {
    const jobs = this.#jobs();
    this.#selected.textContent = jobs.length > 0 ? text("jobs.selected", { count: count(jobs.length) }) : "";
    this.#compare.disabled = jobs.length < 2 || jobs.length > maximumCompared;
    this.#stop.disabled = this.#open().length === 0;
    this.#delete.disabled = this.#ended().length === 0;
    this.#tag.disabled = jobs.length === 0;
    this.#tags.disabled = jobs.length === 0;
  }

  #jobs() {
    return this.#selectedJobs();
  }

  #open() {
    return this.#jobs().filter((job) => !endedStates.includes(job.state));
  }

  #ended() {
    return this.#jobs().filter((job) => endedStates.includes(job.state));
  }

  #openComparison() {
    location.hash = `#/compare?ids=${this.#jobs().map((job) => job.id).join(",")}`;
  }

  async #send(job, action) {
    this.#actions.onChange(await send("POST", `/api/jobs/${job.id}/${action}`));
  }

  async #confirmDelete() {
    const ended = this.#ended();
    if (await confirmAction(text("jobs.deleteQuestion", { count: count(ended.length) }), text("job.delete"))) {
      await this.#run(this.#delete, ended, async (job) => {
        await send("DELETE", `/api/jobs/${job.id}`);
        this.#actions.onDelete(job.id);
      });
    }
  }

  #onKey(event) {
    if (event.key === "Enter") {
      this.#addTags();
    }
  }

  async #addTags() {
    const added = readTags(this.#tags.value);
    if (added.length > 0) {
      await this.#run(this.#tag, this.#jobs(), async (job) =>
        this.#actions.onChange(await saveLabels(job.id, { tags: [...new Set([...job.tags, ...added])] })));
      this.#tags.value = "";
    }
  }

  /** Does the same with each job. An error of one job does not keep the others from it. */
  async #run(button, jobs, action) {
    const errors = [];
    await attempt(button, async () => {
      for (const job of jobs) {
        await action(job).catch((error) => errors.push(error.message));
      }
    });
    if (errors.length > 0) {
      notify(text("jobs.someFailed", { failed: count(errors.length), count: count(jobs.length), reason: errors[0] }), "failed");
    } else {
      notify(text("jobs.done", { count: count(jobs.length) }));
    }

    this.update();
  }
}
