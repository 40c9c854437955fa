import { element } from "../elements/element.js";

/** A canvas with a grey image of the dataset. Pixels are 0 to 255. */
export function imageCanvas(pixels, { height, width }, label, scale = 3) {
  const canvas = element("canvas", { class: "image", width, height, role: "img", "aria-label": label });
  canvas.style.setProperty("width", `${width * scale}px`);
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  pixels.forEach((pixel, i) => image.data.set([pixel, pixel, pixel, 255], 4 * i));
  context.putImageData(image, 0, 0);
  return canvas;
}
