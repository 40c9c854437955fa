/** The metrics of the whole network in an epoch: train.loss, validation.accuracy, learningRate, ... */
export function* metricsOf({ train, validation, learningRate, gradientNorm }) {
  for (const name in train) {
    yield [`train.${name}`, train[name]];
  }

  for (const name in validation) {
    yield [`validation.${name}`, validation[name]];
  }

  yield ["learningRate", learningRate];
  yield ["gradientNorm", gradientNorm];
}

/** The metrics of each layer in an epoch: 0.gradientNorm, 0.deadUnits, ... */
export function* layerMetricsOf({ layers }) {
  for (const { layer, ...metrics } of layers) {
    for (const name in metrics) {
      yield [`${layer}.${name}`, metrics[name]];
    }
  }
}

/**
 * A job's epochs as curves: one flat array per metric. Each fold, and each trial of a search, has its own set of curves; fold null stands for the
 * network that becomes the model.
 */
export class EpochCurves {
  #folds = new Map();
  #valuesOf;

  /** @param {(epoch: object) => Iterable<[string, number|null]>} valuesOf returns the metrics of an epoch */
  constructor(valuesOf) {
    this.#valuesOf = valuesOf;
  }

  /** The sequence number of the newest epoch. */
  lastSequence = 0;

  /** Adds an epoch. After a job continues from a checkpoint, it repeats epochs: a repeated epoch replaces the old one and all later ones. */
  add(epoch) {
    this.lastSequence = epoch.sequence;
    const fold = this.#fold(epoch.trial ?? epoch.fold);
    while (fold.epoch.length > 0 && fold.epoch.at(-1) >= epoch.epoch) {
      for (const values of [fold.epoch, fold.seconds, ...fold.curves.values()]) {
        values.pop();
      }
    }

    // A long training keeps the layer metrics of some epochs only. The curve goes straight from one of these to the next.
    const values = [...this.#valuesOf(epoch)];
    if (values.length === 0) {
      return;
    }

    const length = fold.epoch.push(epoch.epoch);
    fold.seconds.push(epoch.elapsedSeconds);
    for (const [name, value] of values) {
      append(fold, name, length, value);
    }
  }

  /** The folds in order. Null, the network that becomes the model, is last. */
  folds() {
    return [...this.#folds.keys()].sort((a, b) => (a ?? Infinity) - (b ?? Infinity));
  }

  /** A metric's curve over "epoch" or "seconds": { x, y }; null if the fold has no such metric. */
  curve(fold, name, xAxis) {
    const foldCurves = this.#folds.get(fold);
    const y = foldCurves?.curves.get(name);
    return y ? { x: foldCurves[xAxis], y } : null;
  }

  /** The names of all metrics, in the order in which they appeared. */
  names() {
    return [...new Set([...this.#folds.values()].flatMap((fold) => [...fold.curves.keys()]))];
  }

  #fold(number) {
    if (!this.#folds.has(number)) {
      this.#folds.set(number, { epoch: [], seconds: [], curves: new Map() });
    }

    return this.#folds.get(number);
  }
}

/** Appends a value to a curve. The curve has a gap for earlier epochs without this metric. */
function append(fold, name, length, value) {
  if (value === null && !fold.curves.has(name)) {
    return;
  }

  const values = fold.curves.get(name) ?? [];
  while (values.length < length - 1) {
    values.push(null);
  }

  values.push(value);
  fold.curves.set(name, values);
}
