/**
 * Reduces a curve to the points that a chart can show. Each bucket of x keeps its first, lowest, highest and last point, so no extreme is lost.
 * The two ends of the curve are kept too, so that the chart can zoom out.
 * @param {{ x: number[], y: (number|null)[] }} curve x is ascending; a y of null is a gap
 * @param {number} from the start of the shown range
 * @param {number} to the end of the shown range
 * @param {number} buckets the number of buckets in the shown range
 */
export function downsample({ x, y }, from, to, buckets) {
  const start = Math.max(0, indexOfFirstAtLeast(x, from) - 1);
  const end = Math.min(x.length, indexOfFirstAtLeast(x, to) + 2);
  if (end - start <= 4 * buckets) {
    return sliceWithEnds({ x, y }, start, end);
  }

  const sampled = { x: [], y: [] };
  const addPoint = (i) => {
    sampled.x.push(x[i]);
    sampled.y.push(y[i]);
  };
  if (start > 0) {
    addPoint(0);
  }

  for (let bucket = 0; bucket < buckets; bucket++) {
    const first = start + Math.floor(((end - start) * bucket) / buckets);
    const next = start + Math.floor(((end - start) * (bucket + 1)) / buckets);
    [...new Set([first, indexOfLowest(y, first, next), indexOfHighest(y, first, next), next - 1])].sort((a, b) => a - b).forEach(addPoint);
  }

  if (end < x.length) {
    addPoint(x.length - 1);
  }

  return sampled;
}

function sliceWithEnds({ x, y }, start, end) {
  const range = Array.from({ length: end - start }, (_, i) => start + i);
  const indices = [...(start > 0 ? [0] : []), ...range, ...(end < x.length ? [x.length - 1] : [])];
  return { x: indices.map((i) => x[i]), y: indices.map((i) => y[i]) };
}

function indexOfFirstAtLeast(sorted, value) {
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

function indexOfLowest(y, from, to) {
  let index = from;
  for (let i = from; i < to; i++) {
    if (y[i] !== null && (y[index] === null || y[i] < y[index])) {
      index = i;
    }
  }

  return index;
}

function indexOfHighest(y, from, to) {
  let index = from;
  for (let i = from; i < to; i++) {
    if (y[i] !== null && (y[index] === null || y[i] > y[index])) {
      index = i;
    }
  }

  return index;
}

/** Puts curves on one common x: [x, y of the first, y of the second, ...]. A y is undefined where the curve has no point. */
export function join(curves) {
  const xs = Float64Array.from(new Set(curves.flatMap((curve) => curve.x))).sort();
  const indexOfX = new Map(Array.from(xs, (x, i) => [x, i]));
  return [xs, ...curves.map((curve) => {
    const ys = new Array(xs.length);
    curve.x.forEach((x, i) => (ys[indexOfX.get(x)] = curve.y[i]));
    return ys;
  })];
}

/** An exponential moving average with bias correction (Kingma and Ba 2015, section 3: https://arxiv.org/abs/1412.6980). */
export function smooth({ x, y }, weight) {
  if (weight === 0) {
    return { x, y };
  }

  let sum = 0;
  let weightPower = 1;
  return {
    x,
    y: y.map((value) => {
      if (value === null) {
        return null;
      }

      sum = weight * sum + (1 - weight) * value;
      weightPower *= weight;
      return sum / (1 - weightPower);
    }),
  };
}

/** The mean of curves at each x that all of them have, and the mean minus and plus one standard deviation: { mean, low, high }. */
export function meanAndDeviation(curves) {
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

/** Every point of every curve as rows of a table, as the service measured it: before any smoothing. The edges of a band are left out. */
export function pointsOf(series, xLabel) {
  const rows = series.filter((curve) => !curve.edge)
    .flatMap(({ label, points, raw = points }) => Array.from(raw.x, (x, i) => [label, x, raw.y[i] ?? ""]));
  return { columns: ["curve", xLabel, "value"], rows };
}
