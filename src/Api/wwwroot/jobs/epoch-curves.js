/** What an epoch says of the whole network: train.loss, validation.accuracy, learningRate, ... */
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

/** What an epoch says of each layer: 0.gradientNorm, 0.deadUnits, ... */
export function* layersOf({ layers }) {
  for (const { layer, ...numbers } of layers) {
    for (const name in numbers) {
      yield [`${layer}.${name}`, numbers[name]];
    }
  }
}

/**
 * A job's epochs as curves: flat arrays, one for each number that is taken of an epoch, one set for each fold and one (of fold null) for the
 * network that becomes the model.
 */
export class EpochCurves {
  #folds = new Map();
  #numbersOf;

  /** @param {(epoch: object) => Iterable<[string, number|null]>} numbersOf which numbers to take of an epoch */
  constructor(numbersOf) {
    this.#numbersOf = numbersOf;
  }

  /** The sequence number of the newest epoch. */
  last = 0;

  /** Takes an epoch in. One that is told anew, after a job has gone on from a checkpoint, takes the place of those behind it. */
  add(epoch) {
    this.last = epoch.sequence;
    const fold = this.#fold(epoch.fold);
    while (fold.epoch.length > 0 && fold.epoch.at(-1) >= epoch.epoch) {
      for (const values of [fold.epoch, fold.seconds, ...fold.curves.values()]) {
        values.pop();
      }
    }

    const length = fold.epoch.push(epoch.epoch);
    fold.seconds.push(epoch.elapsedSeconds);
    for (const [name, value] of this.#numbersOf(epoch)) {
      put(fold, name, length, value);
    }
  }

  /** The folds, in order; null, the network that becomes the model, is the last. */
  folds() {
    return [...this.#folds.keys()].sort((a, b) => (a ?? Infinity) - (b ?? Infinity));
  }

  /** A curve by the name of its numbers, over epochs or seconds: { x, y }; null where the fold has none. */
  curve(fold, name, over) {
    const numbers = this.#folds.get(fold);
    const y = numbers?.curves.get(name);
    return y ? { x: numbers[over], y } : null;
  }

  /** The names of all numbers, in the order in which they came. */
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

/** Where earlier epochs did not have this number, the curve has a gap. */
function put(fold, name, length, value) {
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
