/** What a user has not finished on a page, kept until the tab of the browser is closed. */
const prefix = "learnml.draft.";

/** The draft of a name; null without one. */
export function readDraft(name) {
  return JSON.parse(sessionStorage.getItem(prefix + name) ?? "null");
}

/** Keeps a draft; null forgets it. */
export function saveDraft(name, value) {
  if (value === null) {
    sessionStorage.removeItem(prefix + name);
  } else {
    sessionStorage.setItem(prefix + name, JSON.stringify(value));
  }
}
