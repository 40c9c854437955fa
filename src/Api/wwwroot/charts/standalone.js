const inherited = ["fill", "stroke", "stroke-width", "stroke-dasharray", "fill-opacity", "stroke-opacity", "opacity", "font-size", "font-weight"];

/**
 * A copy of a drawing on the page that needs no style sheet: { drawing, width, height }. The size is that of the drawing's own coordinates.
 * @param {SVGElement} svg is in the page
 */
export function standalone(svg) {
  const copy = svg.cloneNode(true);
  const copies = [copy, ...copy.querySelectorAll("*")];
  [svg, ...svg.querySelectorAll("*")].forEach((original, i) => {
    const style = getComputedStyle(original);
    inherited.forEach((name) => copies[i].setAttribute(name, style.getPropertyValue(name)));
    copies[i].setAttribute("font-family", "system-ui, sans-serif");
    copies[i].removeAttribute("style");
    copies[i].removeAttribute("tabindex");
  });
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  return { drawing: copy, width, height };
}
