import { get } from "../../service/requests.js";
import { withoutNulls, withValue } from "../spec-values.js";

/** The spec to start with: the spec of a recipe, of a job or of one of its trials, perhaps with another learning rate, or a dataset only. */
export async function initialSpec(query, signal) {
  const [recipe, from, dataset, learningRate] = ["recipe", "from", "dataset", "learningRate"].map((name) => query.get(name));
  const changed = (spec) => (learningRate ? withValue(spec, "optimizer.learningRate", Number(learningRate)) : spec);
  return recipe ? withoutNulls((await get(`/api/recipes/${encodeURIComponent(recipe)}`, signal)).spec)
    : from ? changed(withoutNulls(await specOfJob(encodeURIComponent(from), Number(query.get("trial")), signal)))
    : dataset ? { dataset } : {};
}

/** The spec of a job; with the number of a trial, that of the trial. */
async function specOfJob(id, number, signal) {
  const { spec } = await get(`/api/jobs/${id}`, signal);
  if (!number) {
    return spec;
  }

  const trial = (await get(`/api/jobs/${id}/trials`, signal)).find((each) => each.number === number);
  return Object.entries(trial?.values ?? {}).reduce((changed, [path, value]) => withValue(changed, path, value), { ...spec, search: null });
}
