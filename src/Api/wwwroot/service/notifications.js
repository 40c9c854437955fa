import { text } from "../texts/text.js";
import { onJobChanged } from "./live.js";

const storageKey = "learnml.notified";

/** The ids of the jobs whose end this tab of the browser announces. */
function notifiedJobs() {
  return JSON.parse(sessionStorage.getItem(storageKey) ?? "[]");
}

/** Whether the browser can announce the end of a job, on any of its pages. It cannot over plain HTTP from another machine. */
export function canNotify() {
  return "Notification" in globalThis && isSecureContext;
}

/** Whether the user asked to be told when a job ends. */
export function isNotified(id) {
  return notifiedJobs().includes(id);
}

/**
 * Announces the end of a job, or no longer. The browser asks the user for permission at the first time.
 * @returns {Promise<boolean>} whether the end will be announced
 */
export async function setNotified(id, isWanted) {
  const isAllowed = isWanted && (await Notification.requestPermission()) === "granted";
  const others = notifiedJobs().filter((other) => other !== id);
  sessionStorage.setItem(storageKey, JSON.stringify(isAllowed ? [...others, id] : others));
  return isAllowed;
}

/** Announces the ends of jobs while the dashboard is open, whichever page is shown. */
export function startNotifications() {
  onJobChanged((job) => {
    if (job.endedAt !== null && isNotified(job.id)) {
      setNotified(job.id, false);
      const notification = new Notification(`${job.name ?? job.model}: ${text(`state.${job.state}`)}`, { tag: job.id, icon: "icon.svg" });
      notification.onclick = () => {
        focus();
        location.hash = `#/jobs/${job.id}`;
      };
    }
  }, new AbortController().signal);
}
