/**
 * What happens at a point of a class's curves: how many rows are right and wrong.
 * @param {object} point a point of the curves, with shares
 * @param {number} positives the number of rows of the class
 * @param {number} negatives the number of other rows
 */
export function outcomesAt({ truePositiveRate: recall, falsePositiveRate, precision }, positives, negatives) {
  const [hits, falseAlarms] = [Math.round(recall * positives), Math.round(falsePositiveRate * negatives)];
  return {
    hits,
    misses: positives - hits,
    falseAlarms,
    rejections: negatives - falseAlarms,
    precision,
    recall,
    f1: precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0,
    accuracy: (hits + negatives - falseAlarms) / (positives + negatives),
    falsePositiveRate,
  };
}

/** The cost of all rows, if a false alarm and a miss cost this much. */
export function costOf({ falseAlarms, misses }, { falseAlarm, miss }) {
  return falseAlarms * falseAlarm + misses * miss;
}

/** The index of the point with the highest value; of equal ones the first. */
export function indexOfBest(points, valueOf) {
  return points.reduce((best, point, i) => (valueOf(point) > valueOf(points[best]) ? i : best), 0);
}

/** The index of the last point that takes only rows with at least this probability. */
export function indexAt(points, threshold) {
  return Math.max(0, points.findLastIndex((point) => point.threshold === null || point.threshold >= threshold));
}
