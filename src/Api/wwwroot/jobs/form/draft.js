const storageKey = "learnml.draft";

/** The unfinished spec of this address, as it was before the user left the page; null without one. */
export function readDraft() {
  const { address, spec } = JSON.parse(sessionStorage.getItem(storageKey) ?? "{}");
  return address === location.hash ? spec : null;
}

/** Keeps an unfinished spec until this tab of the browser is closed. */
export function saveDraft(spec) {
  sessionStorage.setItem(storageKey, JSON.stringify({ address: location.hash, spec }));
}

/** Forgets the unfinished spec. */
export function clearDraft() {
  sessionStorage.removeItem(storageKey);
}
