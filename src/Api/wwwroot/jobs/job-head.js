import { confirmed } from "../elements/confirm.js";
import { element, replace, serviceWords } from "../elements/element.js";
import { attempt, notify } from "../elements/notice.js";
import { send } from "../service/requests.js";
import { count, duration, moment } from "../texts/format.js";
import { text } from "../texts/text.js";
import { ended, place, progressBar, remaining, scoreText, seconds, stateMark } from "./job-words.js";

const resumable = ["stopped", "failed", "interrupted"];

/** What stands above a job's parts: its state, how far it is, and what can be done with it. */
export class JobHead {
  #title = element("h1");
  #state = element("span");
  #buttons = element("div", { class: "buttons" });
  #bar = progressBar(text("jobs.progress"));
  #figures = element("dl", { class: "figures" });
  #error = element("p", { class: "field-error", role: "alert" });
  #cells = new Map();
  #changed;
  #job;
  #buttonsOf;

  element = element("div", {},
    element("div", { class: "head" }, this.#title, this.#state, this.#buttons),
    element("section", { class: "panel" }, this.#bar, this.#figures, this.#error));

  /** @param {(job: object) => void} changed is told of a job that a button changed */
  constructor(changed, signal) {
    this.#changed = changed;
    const ticking = setInterval(() => this.#job && !ended.includes(this.#job.state) && this.#tell(), 1000);
    signal.addEventListener("abort", () => clearInterval(ticking));
  }

  update(job) {
    this.#job = job;
    this.#title.textContent = job.model;
    replace(this.#state, stateMark(job.state));
    this.#bar.update(job.progress);
    replace(this.#error, serviceWords(job.error ?? ""));
    this.#error.hidden = !job.error;
    this.#tell();
    if (this.#buttonsOf !== `${job.state} ${job.version}`) {
      this.#buttonsOf = `${job.state} ${job.version}`;
      replace(this.#buttons, this.#actions(job));
    }
  }

  #tell() {
    const job = this.#job;
    if (this.#cells.size === 0) {
      this.#add("dataset").append(element("a", { href: `#/datasets/${encodeURIComponent(job.spec.dataset)}` }, job.spec.dataset));
    }

    const figures = [
      ["place", place(job) || "–"],
      ["best", scoreText(job.best)],
      ["remaining", remaining(job)],
      ["duration", duration(seconds(job))],
      ["speed", job.samplesPerSecond === null ? "–" : text("job.rowsPerSecond", { rows: count(Math.round(job.samplesPerSecond)) })],
      ["created", moment(job.createdAt)],
    ];
    for (const [name, value] of figures) {
      const cell = this.#cells.get(name) ?? this.#add(name);
      if (cell.textContent !== value) {
        cell.textContent = value;
      }
    }
  }

  #add(name) {
    const cell = element("dd");
    this.#cells.set(name, cell);
    this.#figures.append(element("div", {}, element("dt", {}, text(`job.${name}`)), cell));
    return cell;
  }

  #actions(job) {
    const isOpen = !ended.includes(job.state);
    return [
      isOpen && job.state !== "stopping" && job.state !== "queued" && this.#post("stop"),
      isOpen && this.#ask("cancel"),
      resumable.includes(job.state) && this.#resume(job),
      element("a", { class: "button", href: `#/new?from=${job.id}` }, text("job.clone")),
      element("a", { class: "button", href: `#/compare?ids=${job.id}` }, text("jobs.compare")),
      job.version !== null && element("a", { class: "button primary", href: `#/models/${encodeURIComponent(job.model)}?version=${job.version}` },
        text("job.openModel", { version: job.version })),
      !isOpen && this.#ask("delete"),
    ];
  }

  #post(name) {
    return element("button", { title: text(`job.${name}Hint`), onclick: (event) => this.#send(event.currentTarget, name) }, text(`job.${name}`));
  }

  #resume(job) {
    const epochs = element("input", { type: "number", min: job.epoch + 1, step: 1, placeholder: job.epochs });
    return element("span", { class: "buttons" },
      element("button", { onclick: (event) => this.#send(event.currentTarget, "resume", epochs.value ? { epochs: Number(epochs.value) } : undefined) }, text("job.resume")),
      element("label", { class: "inline" }, text("job.resumeEpochs"), epochs));
  }

  #ask(name) {
    return element("button", {
      class: "danger",
      onclick: async ({ currentTarget }) => {
        if (await confirmed(text(`job.${name}Question`, { model: this.#job.model }), text(`job.${name}`))) {
          await (name === "delete" ? this.#delete(currentTarget) : this.#send(currentTarget, name));
        }
      },
    }, text(`job.${name}`));
  }

  async #send(button, name, body) {
    const job = await attempt(button, () => send("POST", `/api/jobs/${this.#job.id}/${name}`, body));
    if (job) {
      notify(text(`job.${name}Asked`));
      this.#changed(job);
    }
  }

  #delete(button) {
    return attempt(button, async () => {
      await send("DELETE", `/api/jobs/${this.#job.id}`);
      location.hash = "#/jobs";
    });
  }
}
