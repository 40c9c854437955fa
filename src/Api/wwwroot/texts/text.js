const storageKey = "learnml.language";
const texts = {};

/** The files of each language, one per feature. */
const features = ["activations", "attention", "datasets", "jobs", "models", "new-job", "report", "service", "shell", "spec", "system", "words"];

/** Every language, with its name in that language. To add one, add a folder beside this file and an entry here. */
export const languages = [["en", "English"], ["zh", "中文"]];

/** Starts with this module, which the page runs first: the texts are fetched beside the other modules, not after them. */
const modules = Promise.all(features.map((feature) => import(`./${language()}/${feature}.js`)));

/** The chosen language. Without a choice: the browser's first language that has texts, or English. */
export function language() {
  const known = languages.map(([code]) => code);
  return known.find((code) => code === localStorage.getItem(storageKey))
    ?? navigator.languages.map((code) => code.split("-")[0]).find((code) => known.includes(code))
    ?? "en";
}

/** Sets the language, stores the choice and reloads the page. */
export function setLanguage(code) {
  localStorage.setItem(storageKey, code);
  location.reload();
}

/** Waits for the texts of the current language. */
export async function loadTexts() {
  Object.assign(texts, ...(await modules).map((module) => module.default));
}

/** The text of a key. Each {name} in it is replaced by the value of that name. */
export function text(key, values = {}) {
  return (texts[key] ?? key).replaceAll(/\{(\w+)\}/g, (placeholder, name) => values[name] ?? placeholder);
}

/** The text of a key, or the fallback if there is no such key. For keys that contain a name from the service. */
export function textOr(key, fallback) {
  return texts[key] ?? fallback;
}
