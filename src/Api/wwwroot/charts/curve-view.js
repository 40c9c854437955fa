import { element } from "../elements/element.js";
import { select } from "../elements/field.js";
import { setQuery } from "../shell/address.js";
import { text } from "../texts/text.js";

const storageKey = "learnml.curves";

/**
 * How the curves of a page are drawn: the x axis, the smoothing and the range of x. The address has all of it. The axis and the smoothing are also
 * kept for other pages, whose address says nothing about them.
 */
export class CurveView {
  #onChange;
  #onZoom;
  #keys = element("span", { class: "small soft" }, text("chart.keys"));

  /** "epoch" or "seconds". */
  xAxis;

  /** The weight of the moving average, 0 to 0.98. */
  smoothing;

  /** The shown range of x as { min, max }; null for all. */
  zoom;

  /**
   * @param {URLSearchParams} query the values in the address
   * @param {{ onChange: () => void, onZoom: (range: object | null) => void }} handlers `onChange` is called when the curves must be drawn anew
   */
  constructor(query, { onChange, onZoom }) {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? "{}");
    const smoothing = Number(query.get("smoothing") ?? kept.smoothing ?? 0);
    const [min, max] = (query.get("zoom") ?? "").split(":").map(Number);
    this.xAxis = (query.get("x") ?? kept.xAxis) === "seconds" ? "seconds" : "epoch";
    this.smoothing = smoothing >= 0 && smoothing < 1 ? smoothing : 0;
    this.zoom = min < max ? { min, max } : null;
    this.#onChange = onChange;
    this.#onZoom = onZoom;
  }

  /** The controls, with others between them and the hint about the keys. */
  controls(...others) {
    const smoothing = element("input", {
      type: "range", min: 0, max: 0.98, step: 0.02, value: this.smoothing, oninput: ({ target }) => this.#set({ smoothing: Number(target.value) }),
    });
    const axes = [["epoch", text("job.epoch")], ["seconds", text("job.seconds")]];
    return element("div", { class: "buttons chart-head" },
      element("label", { class: "inline" }, text("job.xAxis"), select(axes, this.xAxis, (xAxis) => this.#set({ xAxis }))),
      element("label", { class: "inline" }, text("job.smoothing"), smoothing),
      others,
      this.#keys);
  }

  /** Shows a range of x in all charts of the page; null for all. */
  zoomTo(range) {
    this.zoom = range;
    setQuery({ zoom: range && `${rounded(range.min)}:${rounded(range.max)}` });
    this.#onZoom(range);
  }

  #set(change) {
    const isOtherAxis = "xAxis" in change && change.xAxis !== this.xAxis;
    Object.assign(this, change);
    localStorage.setItem(storageKey, JSON.stringify({ xAxis: this.xAxis, smoothing: this.smoothing }));
    setQuery({ x: this.xAxis, smoothing: this.smoothing });
    if (isOtherAxis) {
      this.zoomTo(null);
    }

    this.#onChange();
  }
}

function rounded(value) {
  return Number(value.toPrecision(6));
}
