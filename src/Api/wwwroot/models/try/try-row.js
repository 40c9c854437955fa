import { element } from "../../elements/element.js";
import { send, withQuery } from "../../service/requests.js";
import { text } from "../../texts/text.js";
import { versionPath } from "../model-words.js";
import { PredictionPanel } from "./answer.js";
import { liveRequest } from "./asking.js";
import { changesPanel } from "./changes.js";
import { curlCommand } from "./command.js";
import { explanationPanel } from "./explanation.js";
import { RowForm } from "./row-form.js";
import { rowPicker } from "./row-picker.js";

/** A form for a row of a table. The prediction follows the form. */
export function tryRow({ version, signal }, schema, dataset) {
  const path = `${versionPath(version)}/predict`;
  const prediction = new PredictionPanel(version.classes, () => onChange());
  const explanation = explanationPanel(version.name);
  const curlPanel = curlCommand();
  const form = new RowForm(schema, onChange);
  const body = () => ({ rows: [form.row()] });
  let contributions = [];
  const changes = dataset && changesPanel({
    version,
    dataset: dataset.name,
    row: () => form.row(),
    columns: () => contributions.map(({ column }) => column),
    onChoose: (row) => fill(row, null),
    signal,
  });
  const requestPrediction = liveRequest({
    send: () => send("POST", withQuery(path, { explain: true, ...prediction.query() }), body(), signal),
    onResponse({ predictions, warnings }) {
      prediction.show(predictions[0]);
      explanation.show(predictions[0]);
      contributions = predictions[0].explanation?.contributions ?? [];
      form.showWarnings(warnings);
    },
    onError: (error) => prediction.showError(error),
    signal,
    isDebounced: true,
  });

  function onChange() {
    changes?.clear();
    curlPanel.update(withQuery(path, prediction.query()), body());
    requestPrediction();
  }

  function fill(values, actual) {
    prediction.setActual(actual);
    form.fill(values);
  }

  const target = version.spec?.target ?? dataset?.target;
  const example = element("button", { onclick: () => fill(schema.examples[0], null) }, text("try.example"));
  const fillFromDataset = ({ row, values }) => fill(values, target in values ? { row, value: values[target] } : null);
  const picker = dataset && rowPicker(dataset.name, fillFromDataset, signal);
  onChange();
  return element("div", {},
    element("div", { class: "try" },
      element("section", { class: "panel" },
        element("div", { class: "head" }, element("h2", {}, text("try.row")), element("div", { class: "buttons" }, example, picker)),
        form.element),
      prediction.element),
    explanation,
    changes,
    curlPanel);
}
