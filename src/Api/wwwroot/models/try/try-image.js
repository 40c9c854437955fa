import { element } from "../../elements/element.js";
import { send } from "../../service/requests.js";
import { text } from "../../texts/text.js";
import { versionPath } from "../model-words.js";
import { Answer } from "./answer.js";
import { asking } from "./asking.js";
import { command } from "./command.js";
import { Drawing } from "./drawing.js";
import { Samples } from "./samples.js";

/** A canvas to draw an image on, and images of the dataset, answered as one draws. */
export function tryImage({ version, signal }, schema, dataset) {
  const path = `${versionPath(version)}/predict`;
  const side = Math.sqrt(schema.minItems);
  const shape = dataset?.images ?? { height: side, width: side };
  const answer = new Answer(version.classes);
  const curl = command();
  const drawing = new Drawing(shape, schema.items.maximum, changed);
  const body = () => ({ instances: [drawing.pixels()] });
  const ask = asking({
    ask: () => send("POST", path, body(), signal),
    answered: ({ predictions }) => answer.show(predictions[0]),
    failed: (error) => answer.fail(error),
    signal,
  });

  function changed() {
    curl.update(path, body());
    ask();
  }

  function clear() {
    answer.setTruth(null);
    samples?.unchoose();
    drawing.clear();
  }

  const samples = dataset?.images && new Samples(dataset, ({ row, label, pixels }) => {
    answer.setTruth({ row, value: label });
    drawing.show(pixels);
  }, signal);
  changed();
  return element("div", {},
    element("div", { class: "try-image" },
      element("section", { class: "panel" },
        element("h2", {}, text("try.draw")),
        drawing.element,
        drawing.controls(element("button", { onclick: clear }, text("try.clear"))),
        element("p", { class: "hint" }, text(samples ? "try.drawHint" : "try.drawAlone"))),
      answer.element,
      samples?.element),
    curl);
}
