const curves = 8;

/** A colour of the page's theme: color("line"). */
export function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** The n-th curve's colour, as a name for `color`. */
export function curveColor(n) {
  return `curve-${(n % curves) + 1}`;
}
