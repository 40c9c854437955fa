import { element } from "../../elements/element.js";
import { text } from "../../texts/text.js";
import { shortIds, stateBadge } from "../job-words.js";

/**
 * The list of jobs with checkboxes that choose what is compared.
 * @param {object[]} jobs the newest jobs
 * @param {string[]} ids the compared jobs
 * @param {(id: string, isCompared: boolean) => void} onChoose
 */
export function jobChooser(jobs, ids, onChoose) {
  const short = shortIds(jobs.map((job) => job.id));
  const otherIds = ids.filter((id) => !jobs.some((job) => job.id === id));
  const jobCheckbox = (id, ...label) => element("label", { class: "inline" },
    element("input", { type: "checkbox", checked: ids.includes(id), onchange: (event) => onChoose(id, event.target.checked) }), label);
  return element("details", { class: "panel", open: ids.length < 2 || otherIds.length > 0 },
    element("summary", {}, text("compare.jobs")),
    element("div", { class: "fields" },
      jobs.map((job) =>
        jobCheckbox(job.id, job.name ?? job.model, " ", stateBadge(job.state), " ", element("span", { class: "soft small" }, short.get(job.id)))),
      otherIds.map((id) => jobCheckbox(id, id))));
}
