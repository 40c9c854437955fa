const key = "learnml.language";
let texts = {};

/** The files of a language, one for each feature. */
const features = ["activations", "datasets", "jobs", "models", "new-job", "service", "shell", "system", "words"];

/** Every language that there are texts in, with its own name. A language is a folder beside this file and a line here. */
export const languages = [["en", "English"], ["zh", "中文"]];

/** The chosen language; else the first of the browser's that there are texts in; else English. */
export function language() {
  const known = languages.map(([code]) => code);
  return known.find((code) => code === localStorage.getItem(key)) ?? navigator.languages.map((code) => code.split("-")[0]).find((code) => known.includes(code)) ?? "en";
}

/** Chooses a language, keeps the choice, and shows the page in it. */
export function setLanguage(code) {
  localStorage.setItem(key, code);
  location.reload();
}

export async function loadTexts() {
  const parts = await Promise.all(features.map((feature) => import(`./${language()}/${feature}.js`)));
  texts = Object.assign({}, ...parts.map((part) => part.default));
}

/** The text of a key, with values in place of its {names}. */
export function text(name, values = {}) {
  return (texts[name] ?? name).replaceAll(/\{(\w+)\}/g, (whole, value) => values[value] ?? whole);
}

/** The text of a key where there is one; else the given words, as with names that come from the service. */
export function textOr(name, words) {
  return texts[name] ?? words;
}
