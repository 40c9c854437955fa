import { element } from "../../elements/element.js";
import { send } from "../../service/requests.js";
import { text } from "../../texts/text.js";
import { versionPath } from "../model-words.js";
import { Answer } from "./answer.js";
import { asking } from "./asking.js";
import { command } from "./command.js";
import { RowForm } from "./row-form.js";
import { rowPicker } from "./row-picker.js";

/** A form for a row of the table, answered as it is edited. */
export function tryRow({ version, signal }, schema, dataset) {
  const path = `${versionPath(version)}/predict`;
  const answer = new Answer(version.classes);
  const curl = command();
  const form = new RowForm(schema, changed);
  const body = () => ({ rows: [form.row()] });
  const ask = asking({
    ask: () => send("POST", path, body(), signal),
    answered({ predictions, warnings }) {
      answer.show(predictions[0]);
      form.warn(warnings);
    },
    failed: (error) => answer.fail(error),
    signal,
    isPatient: true,
  });

  function changed() {
    curl.update(path, body());
    ask();
  }

  function fill(values, truth) {
    answer.setTruth(truth);
    form.fill(values);
  }

  const target = version.spec?.target ?? dataset?.target;
  const example = element("button", { onclick: () => fill(schema.examples[0], null) }, text("try.example"));
  const picker = dataset && rowPicker(dataset.name, ({ row, values }) => fill(values, target in values ? { row, value: values[target] } : null), signal);
  changed();
  return element("div", {},
    element("div", { class: "try" },
      element("section", { class: "panel" },
        element("div", { class: "head" }, element("h2", {}, text("try.row")), element("div", { class: "buttons" }, example, picker)),
        form.element),
      answer.element),
    curl);
}
