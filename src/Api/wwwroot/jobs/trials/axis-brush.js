import { svgElement } from "../../elements/element.js";
import { text } from "../../texts/text.js";

const width = 22;
const handleHeight = 7;
const ends = ["low", "high"];

/** So near to its end the pointer marks the end of an axis. */
const nearEnd = 0.03;

/**
 * Marks a part of an axis: drag along the axis, or move the two ends with the arrow keys. A click or Escape removes the mark.
 * @returns {{ element: SVGElement, update: () => void }}
 */
export function axisBrush(axis, x, toY, search) {
  const [top, bottom] = [toY(1), toY(0)];
  const marked = svgElement("rect", { class: "marked", x: x - width / 2, width });
  const track = svgElement("rect", { class: "track", x: x - width / 2, width, y: top, height: bottom - top });
  const handles = ends.map((end, i) => svgElement("rect", {
    class: "handle",
    role: "slider",
    tabindex: 0,
    x: x - width / 2,
    width,
    height: handleHeight,
    "aria-label": text(`trials.${end}End`, { axis: axis.title }),
    "aria-orientation": "vertical",
    "aria-valuemin": 0,
    "aria-valuemax": 100,
    onkeydown: (event) => onKey(event, i),
    onpointerdown: (event) => drag(event, search.partOf(axis.name)[1 - i], false),
  }));
  const root = svgElement("g", { class: "brush", "data-axis": axis.name }, track, marked, handles);
  track.addEventListener("pointerdown", (event) => drag(event, positionOf(event), true));
  marked.addEventListener("pointerdown", (event) => drag(event, positionOf(event), true));

  function positionOf({ clientY }) {
    const { top: first, height } = track.getBoundingClientRect();
    const position = 1 - (clientY - first) / height;
    return position < nearEnd ? 0 : position > 1 - nearEnd ? 1 : position;
  }

  /** Marks from one end to the pointer while it moves. Without a movement, a click removes the mark. */
  function drag(event, anchor, isClickClear) {
    event.preventDefault();
    let hasMoved = false;
    const moving = new AbortController();
    addEventListener("pointermove", (move) => {
      hasMoved = true;
      const position = positionOf(move);
      search.mark(axis.name, [Math.min(anchor, position), Math.max(anchor, position)]);
    }, { signal: moving.signal });
    addEventListener("pointerup", () => {
      moving.abort();
      if (!hasMoved && isClickClear) {
        search.mark(axis.name, [0, 1]);
      }
    }, { signal: moving.signal });
  }

  function onKey(event, end) {
    const part = search.partOf(axis.name);
    const target = {
      ArrowUp: part[end] + axis.step, ArrowRight: part[end] + axis.step,
      ArrowDown: part[end] - axis.step, ArrowLeft: part[end] - axis.step,
      Home: 0, End: 1,
    }[event.key];
    if (target !== undefined) {
      event.preventDefault();
      const [lowest, highest] = end === 0 ? [0, part[1]] : [part[0], 1];
      search.mark(axis.name, part.with(end, Math.min(highest, Math.max(lowest, target))));
    } else if (event.key === "Escape") {
      search.mark(axis.name, [0, 1]);
    }
  }

  function update() {
    const part = search.partOf(axis.name);
    const isMarked = part[0] > 0 || part[1] < 1;
    root.classList.toggle("active", isMarked);
    marked.setAttribute("y", toY(part[1]));
    marked.setAttribute("height", toY(part[0]) - toY(part[1]));
    handles.forEach((handle, i) => {
      handle.setAttribute("y", i === 0 ? toY(part[0]) : toY(part[1]) - handleHeight);
      handle.setAttribute("aria-valuenow", Math.round(100 * part[i]));
      handle.setAttribute("aria-valuetext", axis.wordsAt(part[i]));
    });
  }

  return { element: root, update };
}
