import { element } from "../../elements/element.js";
import { text } from "../../texts/text.js";

/** How many pixels a stroke's edge takes from full to nothing, and how far apart its dots are. */
const softness = 1.4;
const spacing = 0.35;
const widths = { least: 1, most: 8, first: 2.5, step: 0.5 };

/**
 * A grey image to draw on by mouse, finger or pen, white on black. It has the model's own pixels and no others: what is seen is what the
 * model is asked.
 */
export class Drawing {
  #shape;
  #maximum;
  #changed;
  #pixels;
  #canvas;
  #last = null;
  #width = widths.first;
  #isErasing = false;

  constructor(shape, maximum, changed) {
    this.#shape = shape;
    this.#maximum = maximum;
    this.#changed = changed;
    this.#pixels = new Float32Array(shape.height * shape.width);
    this.#canvas = element("canvas", {
      class: "image drawing",
      width: shape.width,
      height: shape.height,
      role: "img",
      "aria-label": text("try.canvas"),
      onpointerdown: (event) => this.#begin(event),
      onpointermove: (event) => this.#move(event),
      onpointerup: () => (this.#last = null),
      onpointercancel: () => (this.#last = null),
    });
    this.element = this.#canvas;
    this.#paint();
  }

  /** The image as the model wants it: whole numbers, row by row from the top. */
  pixels() {
    return Array.from(this.#pixels, Math.round);
  }

  /** Shows an image, to be drawn on. */
  show(pixels) {
    this.#pixels.set(pixels);
    this.#paint();
    this.#changed();
  }

  clear() {
    this.show(new Float32Array(this.#pixels.length));
  }

  /** The brush, its counterpart, and what else is given. */
  controls(...others) {
    const erase = element("button", { "aria-pressed": "false", onclick: () => erase.setAttribute("aria-pressed", String(this.#isErasing = !this.#isErasing)) }, text("try.erase"));
    return element("div", { class: "buttons" },
      element("label", { class: "inline" }, text("try.brush"), element("input", {
        type: "range", min: widths.least, max: widths.most, step: widths.step, value: widths.first, oninput: (event) => (this.#width = Number(event.target.value)),
      })),
      erase, others);
  }

  #begin(event) {
    if (event.button === 0) {
      event.preventDefault();
      this.#canvas.setPointerCapture(event.pointerId);
      this.#last = this.#place(event);
      this.#stroke(this.#last, event);
    }
  }

  #move(event) {
    if (this.#last) {
      const passed = event.getCoalescedEvents?.() ?? [];
      (passed.length > 0 ? passed : [event]).forEach((one) => this.#stroke(this.#place(one), one));
    }
  }

  /** Where the pointer is, in pixels of the image. */
  #place(event) {
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    return { x: ((event.clientX - left) / width) * this.#shape.width, y: ((event.clientY - top) / height) * this.#shape.height };
  }

  #stroke(to, { pointerType, pressure }) {
    const from = this.#last;
    const dots = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / spacing));
    const radius = (this.#width / 2) * (pointerType === "pen" ? 0.5 + pressure : 1);
    for (let dot = 1; dot <= dots; dot++) {
      this.#dab(from.x + ((to.x - from.x) * dot) / dots, from.y + ((to.y - from.y) * dot) / dots, radius);
    }

    this.#last = to;
    this.#paint();
    this.#changed();
  }

  #dab(x, y, radius) {
    const { height, width } = this.#shape;
    const reach = radius + softness / 2;
    for (let row = Math.max(0, Math.floor(y - reach)); row < Math.min(height, y + reach); row++) {
      for (let column = Math.max(0, Math.floor(x - reach)); column < Math.min(width, x + reach); column++) {
        const strength = Math.min(1, Math.max(0, (reach - Math.hypot(column + 0.5 - x, row + 0.5 - y)) / softness));
        const at = row * width + column;
        this.#pixels[at] = this.#isErasing
          ? Math.min(this.#pixels[at], this.#maximum * (1 - strength))
          : Math.max(this.#pixels[at], this.#maximum * strength);
      }
    }
  }

  #paint() {
    const context = this.#canvas.getContext("2d");
    const image = context.createImageData(this.#shape.width, this.#shape.height);
    this.#pixels.forEach((pixel, i) => {
      const grey = (pixel * 255) / this.#maximum;
      image.data.set([grey, grey, grey, 255], 4 * i);
    });
    context.putImageData(image, 0, 0);
  }
}
