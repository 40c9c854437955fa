const storageKey = "learnml.theme";

/** The themes. `system` follows the setting of the operating system. */
export function themes() {
  return ["system", "light", "dark"];
}

/** The chosen theme. */
export function theme() {
  return localStorage.getItem(storageKey) ?? "system";
}

/** Sets the theme and stores the choice. The document raises `themechange`, so that charts can redraw in the new colours. */
export function setTheme(name) {
  localStorage.setItem(storageKey, name);
  apply();
}

function apply() {
  const isDark = theme() === "dark" || (theme() === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
  document.dispatchEvent(new Event("themechange"));
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
apply();
