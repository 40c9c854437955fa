import { element } from "../../elements/element.js";
import { send, withQuery } from "../../service/requests.js";
import { text } from "../../texts/text.js";
import { versionPath } from "../model-words.js";
import { PredictionPanel } from "./answer.js";
import { liveRequest } from "./asking.js";
import { curlCommand } from "./command.js";
import { Drawing } from "./drawing.js";
import { SamplePicker } from "./samples.js";

/** A canvas to draw an image on, and sample images of the dataset. The prediction follows the drawing. */
export function tryImage({ version, signal }, schema, dataset) {
  const path = `${versionPath(version)}/predict`;
  const sideLength = Math.sqrt(schema.minItems);
  const shape = dataset?.images ?? { height: sideLength, width: sideLength };
  const prediction = new PredictionPanel(version.classes, () => onChange());
  const curlPanel = curlCommand();
  const drawing = new Drawing(shape, schema.items.maximum, onChange);
  const body = () => ({ instances: [drawing.pixels()] });
  const requestPrediction = liveRequest({
    send: () => send("POST", withQuery(path, prediction.query()), body(), signal),
    onResponse: ({ predictions }) => prediction.show(predictions[0]),
    onError: (error) => prediction.showError(error),
    signal,
  });

  function onChange() {
    curlPanel.update(withQuery(path, prediction.query()), body());
    requestPrediction();
  }

  function clear() {
    prediction.setActual(null);
    samples?.clearSelection();
    drawing.clear();
  }

  const samples = dataset?.images && new SamplePicker(dataset, ({ row, label, pixels }) => {
    prediction.setActual({ row, value: label });
    drawing.show(pixels);
  }, signal);
  onChange();
  return element("div", {},
    element("div", { class: "try-image" },
      element("section", { class: "panel" },
        element("h2", {}, text("try.draw")),
        drawing.element,
        drawing.controls(element("button", { onclick: clear }, text("try.clear"))),
        element("p", { class: "hint" }, text(samples ? "try.drawHint" : "try.drawWithoutSamples"))),
      prediction.element,
      samples?.element),
    curlPanel);
}
