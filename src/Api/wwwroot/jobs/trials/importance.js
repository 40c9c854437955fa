/** With fewer scores than this, the importance would be mostly chance. */
export const minimumTrials = 8;

const bestShare = 0.25;

/**
 * How much each field decides whether a trial is among the best quarter, as shares that sum to 1. PED-ANOVA (Watanabe, Bansal and Hutter 2023,
 * https://arxiv.org/abs/2304.10255) compares the distribution p of a field's values among the best trials with their distribution q among all
 * trials by the Pearson divergence Σ q·(p/q − 1)². The paper estimates p and q with kernels; here they are histograms.
 * @param {{ name: string, bins: number, binOf: (value: any) => number }[]} fields
 * @param {object[]} ranked the values of all trials with a score, by the names of the fields, the best trial first
 * @returns {Map<string, number> | null} the share of each field; null if there are too few trials
 */
export function importances(fields, ranked) {
  if (ranked.length < minimumTrials) {
    return null;
  }

  const best = ranked.slice(0, Math.ceil(ranked.length * bestShare));
  const divergences = fields.map((field) => pearsonDivergence(histogram(field, best), histogram(field, ranked)));
  const sum = divergences.reduce((a, b) => a + b, 0);
  return new Map(fields.map(({ name }, i) => [name, sum > 0 ? divergences[i] / sum : 0]));
}

/** The share of each bin among the trials that have the field. One more trial is spread evenly over the bins, so that no bin is empty. */
function histogram({ name, bins, binOf }, trials) {
  const counts = new Array(bins).fill(1 / bins);
  const values = trials.map((trial) => trial[name]).filter((value) => value !== undefined);
  values.forEach((value) => counts[binOf(value)]++);
  return counts.map((count) => count / (values.length + 1));
}

function pearsonDivergence(p, q) {
  return q.reduce((sum, share, i) => sum + share * (p[i] / share - 1) ** 2, 0);
}
