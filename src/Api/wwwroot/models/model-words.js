import { metric } from "../texts/format.js";
import { text } from "../texts/text.js";

const metricsByPriority = ["accuracy", "logRmse", "rmse", "loss"];

/** The service's path of a model. */
export function modelPath(name) {
  return `/api/models/${encodeURIComponent(name)}`;
}

/** The service's path of a version. */
export function versionPath({ name, version }) {
  return `${modelPath(name)}/versions/${version}`;
}

/** The address of a model's page, or of one version of the model. */
export function pageOf(name, version) {
  return `#/models/${encodeURIComponent(name)}${version ? `?version=${version}` : ""}`;
}

/** The most important metric with its name. */
export function scoreText(metrics) {
  const name = metrics && metricsByPriority.find((one) => (metrics[one] ?? null) !== null);
  return name ? `${text(`metric.${name}`)} ${metric(name, metrics[name])}` : "–";
}

/** The aliases that point to a version. */
export function aliasesOf(model, version) {
  return Object.entries(model.aliases).filter(([, number]) => number === version).map(([alias]) => alias);
}

/** The name of a version: v3. */
export function versionName(version) {
  return text("model.versionNumber", { version });
}
