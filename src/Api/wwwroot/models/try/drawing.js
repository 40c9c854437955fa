import { element } from "../../elements/element.js";
import { text } from "../../texts/text.js";

/** The width of a stroke's soft edge and the distance between its dots, in pixels of the image. */
const edgeWidth = 1.4;
const dotDistance = 0.35;
const brushWidths = { min: 1, max: 8, initial: 2.5, step: 0.5 };

/**
 * A grey image to draw on with a mouse, a finger or a pen, white on black. It has exactly the pixels of the model's input: the model gets what
 * the user sees.
 */
export class Drawing {
  #shape;
  #maximum;
  #onChange;
  #pixels;
  #canvas;
  #lastPosition = null;
  #brushWidth = brushWidths.initial;
  #isErasing = false;

  constructor(shape, maximum, onChange) {
    this.#shape = shape;
    this.#maximum = maximum;
    this.#onChange = onChange;
    this.#pixels = new Float32Array(shape.height * shape.width);
    this.#canvas = element("canvas", {
      class: "image drawing",
      width: shape.width,
      height: shape.height,
      role: "img",
      "aria-label": text("try.canvas"),
      onpointerdown: (event) => this.#onPointerDown(event),
      onpointermove: (event) => this.#onPointerMove(event),
      onpointerup: () => (this.#lastPosition = null),
      onpointercancel: () => (this.#lastPosition = null),
    });
    this.element = this.#canvas;
    this.#paint();
  }

  /** The pixels as the model's input: integers, row by row from the top. */
  pixels() {
    return Array.from(this.#pixels, Math.round);
  }

  /** Shows an image that the user can draw on. */
  show(pixels) {
    this.#pixels.set(pixels);
    this.#paint();
    this.#onChange();
  }

  /** Clears the image. */
  clear() {
    this.show(new Float32Array(this.#pixels.length));
  }

  /** The controls for the brush and the eraser, and other given controls. */
  controls(...others) {
    const erase = element("button", { "aria-pressed": "false", onclick: () => this.#toggleEraser(erase) }, text("try.erase"));
    return element("div", { class: "buttons" },
      element("label", { class: "inline" }, text("try.brush"), element("input", {
        type: "range",
        min: brushWidths.min,
        max: brushWidths.max,
        step: brushWidths.step,
        value: brushWidths.initial,
        oninput: (event) => (this.#brushWidth = Number(event.target.value)),
      })),
      erase, others);
  }

  #toggleEraser(button) {
    this.#isErasing = !this.#isErasing;
    button.setAttribute("aria-pressed", String(this.#isErasing));
  }

  #onPointerDown(event) {
    if (event.button === 0) {
      event.preventDefault();
      this.#canvas.setPointerCapture(event.pointerId);
      this.#lastPosition = this.#positionOf(event);
      this.#stroke(this.#lastPosition, event);
    }
  }

  #onPointerMove(event) {
    if (this.#lastPosition) {
      const events = event.getCoalescedEvents?.() ?? [];
      (events.length > 0 ? events : [event]).forEach((moveEvent) => this.#stroke(this.#positionOf(moveEvent), moveEvent));
    }
  }

  /** The pointer's position in pixels of the image. */
  #positionOf(event) {
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    return { x: ((event.clientX - left) / width) * this.#shape.width, y: ((event.clientY - top) / height) * this.#shape.height };
  }

  #stroke(to, { pointerType, pressure }) {
    const from = this.#lastPosition;
    const dots = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / dotDistance));
    const radius = (this.#brushWidth / 2) * (pointerType === "pen" ? 0.5 + pressure : 1);
    for (let dot = 1; dot <= dots; dot++) {
      this.#drawDot(from.x + ((to.x - from.x) * dot) / dots, from.y + ((to.y - from.y) * dot) / dots, radius);
    }

    this.#lastPosition = to;
    this.#paint();
    this.#onChange();
  }

  #drawDot(x, y, radius) {
    const { height, width } = this.#shape;
    const outerRadius = radius + edgeWidth / 2;
    for (let row = Math.max(0, Math.floor(y - outerRadius)); row < Math.min(height, y + outerRadius); row++) {
      for (let column = Math.max(0, Math.floor(x - outerRadius)); column < Math.min(width, x + outerRadius); column++) {
        const strength = Math.min(1, Math.max(0, (outerRadius - Math.hypot(column + 0.5 - x, row + 0.5 - y)) / edgeWidth));
        const index = row * width + column;
        this.#pixels[index] = this.#isErasing
          ? Math.min(this.#pixels[index], this.#maximum * (1 - strength))
          : Math.max(this.#pixels[index], this.#maximum * strength);
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
