const key = "learnml.theme";

/** `system` follows the machine. */
export function themes() {
  return ["system", "light", "dark"];
}

/** The chosen one. */
export function theme() {
  return localStorage.getItem(key) ?? "system";
}

/** Chooses a theme, and keeps the choice. Who draws with the page's colours hears `themechange` at the document. */
export function setTheme(name) {
  localStorage.setItem(key, name);
  apply();
}

function apply() {
  const isDark = theme() === "dark" || (theme() === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
  document.dispatchEvent(new Event("themechange"));
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
apply();
