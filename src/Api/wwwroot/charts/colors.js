const curveColorCount = 8;

/** A colour of the current theme by its name: color("line"). */
export function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** The name of the n-th curve's colour, for `color`. The colours repeat. */
export function curveColor(n) {
  return `curve-${(n % curveColorCount) + 1}`;
}
