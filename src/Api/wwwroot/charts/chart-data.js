/**
 * What a chart of some width can show of a curve: of each bucket of x the first, lowest, highest and last point, so that no extreme is lost;
 * and the curve's two ends, so that the whole can be zoomed out to.
 * @param {{ x: number[], y: (number|null)[] }} curve x ascending; null: no number
 * @param {number} from where the shown range begins
 * @param {number} to where it ends
 * @param {number} buckets how many buckets it is dealt out to
 */
export function downsample({ x, y }, from, to, buckets) {
  const start = Math.max(0, firstAtLeast(x, from) - 1);
  const end = Math.min(x.length, firstAtLeast(x, to) + 2);
  if (end - start <= 4 * buckets) {
    return kept({ x, y }, start, end);
  }

  const sampled = { x: [], y: [] };
  const take = (i) => {
    sampled.x.push(x[i]);
    sampled.y.push(y[i]);
  };
  if (start > 0) {
    take(0);
  }

  for (let bucket = 0; bucket < buckets; bucket++) {
    const first = start + Math.floor(((end - start) * bucket) / buckets);
    const next = start + Math.floor(((end - start) * (bucket + 1)) / buckets);
    [...new Set([first, lowest(y, first, next), highest(y, first, next), next - 1])].sort((a, b) => a - b).forEach(take);
  }

  if (end < x.length) {
    take(x.length - 1);
  }

  return sampled;
}

function kept({ x, y }, start, end) {
  const indices = [...(start > 0 ? [0] : []), ...Array.from({ length: end - start }, (_, i) => start + i), ...(end < x.length ? [x.length - 1] : [])];
  return { x: indices.map((i) => x[i]), y: indices.map((i) => y[i]) };
}

function firstAtLeast(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }

  return low;
}

function lowest(y, from, to) {
  let at = from;
  for (let i = from; i < to; i++) {
    if (y[i] !== null && (y[at] === null || y[i] < y[at])) {
      at = i;
    }
  }

  return at;
}

function highest(y, from, to) {
  let at = from;
  for (let i = from; i < to; i++) {
    if (y[i] !== null && (y[at] === null || y[i] > y[at])) {
      at = i;
    }
  }

  return at;
}

/** Curves with an x of their own each, over the x of all: [x, y of the first, y of the second, ...], undefined where a curve has no point. */
export function join(curves) {
  const xs = Float64Array.from(new Set(curves.flatMap((curve) => curve.x))).sort();
  const place = new Map(Array.from(xs, (x, i) => [x, i]));
  return [xs, ...curves.map((curve) => {
    const ys = new Array(xs.length);
    curve.x.forEach((x, i) => (ys[place.get(x)] = curve.y[i]));
    return ys;
  })];
}

/** An exponential moving average that is not drawn to 0 at its start (Kingma and Ba 2015, section 3: https://arxiv.org/abs/1412.6980). */
export function smooth({ x, y }, weight) {
  if (weight === 0) {
    return { x, y };
  }

  let sum = 0;
  let share = 1;
  return {
    x,
    y: y.map((value) => {
      if (value === null) {
        return null;
      }

      sum = weight * sum + (1 - weight) * value;
      share *= weight;
      return sum / (1 - share);
    }),
  };
}

/** Mean and standard deviation of curves at each x that all of them have. @returns {{ mean, low, high }} three curves. */
export function spread(curves) {
  const [xs, ...ys] = join(curves);
  const result = { mean: { x: [], y: [] }, low: { x: [], y: [] }, high: { x: [], y: [] } };
  xs.forEach((x, i) => {
    const values = ys.map((y) => y[i]);
    if (values.every((value) => value !== null && value !== undefined)) {
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / Math.max(1, values.length - 1);
      for (const [curve, y] of [[result.mean, mean], [result.low, mean - Math.sqrt(variance)], [result.high, mean + Math.sqrt(variance)]]) {
        curve.x.push(x);
        curve.y.push(y);
      }
    }
  });
  return result;
}
