import { confirmAction } from "../elements/confirm.js";
import { element, replace } from "../elements/element.js";
import { attempt, notify } from "../elements/notice.js";
import { canNotify, isNotified, setNotified } from "../service/notifications.js";
import { send } from "../service/requests.js";
import { count, dateTime, duration } from "../texts/format.js";
import { text } from "../texts/text.js";
import { errorOf, hasDiverged, lowerRateAddress } from "./job-errors.js";
import { endedStates, progressBar, progressText, remainingText, scoreText, secondsRun, stateBadge } from "./job-words.js";
import { editJob } from "./table/label-editor.js";

const resumableStates = ["stopped", "failed", "interrupted"];

/** The top of a job's page: its state, its progress and the actions that are possible. */
export class JobHeader {
  #title = element("h1");
  #labels = element("p", { class: "soft", hidden: true });
  #editor = element("div");
  #state = element("span");
  #buttons = element("div", { class: "buttons" });
  #progressBar = progressBar(text("jobs.progress"));
  #figures = element("dl", { class: "figures" });
  #error = element("p", { class: "field-error", role: "alert" });
  #cells = new Map();
  #onChange;
  #job;
  #buttonsKey;

  element = element("div", {},
    element("div", { class: "head" }, this.#title, this.#state, this.#buttons),
    this.#labels,
    this.#editor,
    element("section", { class: "panel" }, this.#progressBar, this.#figures, this.#error));

  /** @param {(job: object) => void} onChange receives the job after a button has changed it */
  constructor(onChange, signal) {
    this.#onChange = onChange;
    const timer = setInterval(() => this.#job && !endedStates.includes(this.#job.state) && this.#updateFigures(), 1000);
    signal.addEventListener("abort", () => clearInterval(timer));
  }

  update(job) {
    this.#job = job;
    this.#title.textContent = `${job.starred ? "★ " : ""}${job.name ?? job.model}`;
    const labels = [job.name && job.model, job.project, ...job.tags.map((tag) => `#${tag}`), job.note].filter(Boolean);
    this.#labels.hidden = labels.length === 0;
    this.#labels.textContent = labels.join(" · ");
    replace(this.#state, stateBadge(job.state));
    this.#progressBar.update(job.progress);
    replace(this.#error, errorOf(job));
    this.#error.hidden = !job.error;
    this.#updateFigures();
    if (this.#buttonsKey !== `${job.state} ${job.version}`) {
      this.#buttonsKey = `${job.state} ${job.version}`;
      replace(this.#buttons, this.#buttonsFor(job));
    }
  }

  #updateFigures() {
    const job = this.#job;
    if (this.#cells.size === 0) {
      this.#addFigure("dataset").append(element("a", { href: `#/datasets/${encodeURIComponent(job.spec.dataset)}` }, job.spec.dataset));
    }

    const figures = [
      ["position", progressText(job) || "–"],
      ["best", scoreText(job.best)],
      ["remaining", remainingText(job)],
      ["duration", duration(secondsRun(job))],
      ["speed", job.samplesPerSecond === null ? "–" : text("job.rowsPerSecond", { rows: count(Math.round(job.samplesPerSecond)) })],
      ["created", dateTime(job.createdAt)],
    ];
    for (const [name, value] of figures) {
      const cell = this.#cells.get(name) ?? this.#addFigure(name);
      if (cell.textContent !== value) {
        cell.textContent = value;
      }
    }

    const best = this.#cells.get("best").previousElementSibling;
    best.textContent = text(endedStates.includes(job.state) ? "job.best" : "job.bestSoFar");
    best.title = text("job.bestHint");
  }

  #addFigure(name) {
    const cell = element("dd");
    this.#cells.set(name, cell);
    this.#figures.append(element("div", {}, element("dt", {}, text(`job.${name}`)), cell));
    return cell;
  }

  #buttonsFor(job) {
    const isActive = !endedStates.includes(job.state);
    return [
      isActive && job.state !== "stopping" && job.state !== "queued" && this.#actionButton("stop"),
      isActive && this.#confirmedButton("cancel"),
      isActive && canNotify() && this.#notifyButton(),
      hasDiverged(job)
        ? element("a", { class: "button primary", title: text("job.lowerRateHint"), href: lowerRateAddress(job) }, text("job.lowerRate"))
        : resumableStates.includes(job.state) && this.#resumeControls(job),
      element("button", { onclick: () => this.#edit() }, text("jobs.edit")),
      element("a", { class: "button", href: `#/new?from=${job.id}` }, text("job.clone")),
      element("a", { class: "button", href: `#/compare?ids=${job.id}` }, text("jobs.compare")),
      job.version !== null && element("a", { class: "button primary", href: `#/models/${encodeURIComponent(job.model)}?version=${job.version}` },
        text("job.openModel", { version: job.version })),
      !isActive && this.#confirmedButton("delete"),
    ];
  }

  #actionButton(name) {
    return element("button", { title: text(`job.${name}Hint`), onclick: (event) => this.#send(event.currentTarget, name) }, text(`job.${name}`));
  }

  #notifyButton() {
    const { id } = this.#job;
    const isPressed = String(isNotified(id));
    const button = element("button", { "aria-pressed": isPressed, title: text("job.notifyHint"), onclick: toggle }, text("job.notify"));
    return button;

    async function toggle() {
      const isWanted = button.getAttribute("aria-pressed") === "false";
      const isOn = await setNotified(id, isWanted);
      button.setAttribute("aria-pressed", String(isOn));
      if (isWanted && !isOn) {
        notify(text("job.notifyRefused"), "failed");
      }
    }
  }

  #resumeControls(job) {
    const epochs = element("input", { type: "number", min: job.epoch + 1, step: 1, placeholder: job.epochs });
    return element("span", { class: "buttons" },
      element("button", {
        onclick: (event) => this.#send(event.currentTarget, "resume", epochs.value ? { epochs: Number(epochs.value) } : undefined),
      }, text("job.resume")),
      element("label", { class: "inline" }, text("job.resumeEpochs"), epochs));
  }

  #confirmedButton(name) {
    return element("button", {
      class: "danger",
      onclick: async ({ currentTarget }) => {
        if (await confirmAction(text(`job.${name}Question`, { model: this.#job.model }), text(`job.${name}`))) {
          await (name === "delete" ? this.#delete(currentTarget) : this.#send(currentTarget, name));
        }
      },
    }, text(`job.${name}`));
  }

  async #send(button, name, body) {
    const job = await attempt(button, () => send("POST", `/api/jobs/${this.#job.id}/${name}`, body));
    if (job) {
      notify(text(`job.${name}Requested`));
      this.#onChange(job);
    }
  }

  #edit() {
    const close = () => replace(this.#editor);
    replace(this.#editor, element("section", { class: "panel" }, editJob(this.#job, (job) => this.#onChange(job), close)));
    this.#editor.querySelector("input").focus();
  }

  #delete(button) {
    return attempt(button, async () => {
      await send("DELETE", `/api/jobs/${this.#job.id}`);
      location.hash = "#/jobs";
    });
  }
}
