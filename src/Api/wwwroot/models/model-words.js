import { metric } from "../texts/format.js";
import { text } from "../texts/text.js";

const telling = ["accuracy", "logRmse", "rmse", "loss"];

/** Where the service has a model. */
export function modelPath(name) {
  return `/api/models/${encodeURIComponent(name)}`;
}

/** Where the service has a version. */
export function versionPath({ name, version }) {
  return `${modelPath(name)}/versions/${version}`;
}

/** The page of a model; of one version of it, where that is given. */
export function pageOf(name, version) {
  return `#/models/${encodeURIComponent(name)}${version ? `?version=${version}` : ""}`;
}

/** The metric that says most, with its name. */
export function scoreText(metrics) {
  const name = metrics && telling.find((one) => (metrics[one] ?? null) !== null);
  return name ? `${text(`metric.${name}`)} ${metric(name, metrics[name])}` : "–";
}

/** The aliases that point to a version. */
export function aliasesOf(model, version) {
  return Object.entries(model.aliases).filter(([, number]) => number === version).map(([alias]) => alias);
}

/** A version's number, as it is spoken of: v3. */
export function versionName(version) {
  return text("model.versionNumber", { version });
}
