/** The scale of days: the smallest value of all training days is 0, the largest 1. */

/** Smallest and largest value. */
export interface Scale {
  readonly minimum: number;
  readonly maximum: number;
}

/** The scale of training days. @param values any shape, finite */
export function fitScale(values: Float32Array): Scale {
  let [minimum, maximum] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  return { minimum, maximum };
}

/** (value − minimum) / (maximum − minimum); where all values of the training days are the same, the divisor is 1. */
export function scaleDays(values: Float32Array, { minimum, maximum }: Scale): Float32Array {
  const range = maximum - minimum || 1;
  return values.map((value) => (value - minimum) / range);
}

/** The inverse of `scaleDays`. */
export function unscaleDays(values: Float32Array, { minimum, maximum }: Scale): Float32Array {
  const range = maximum - minimum || 1;
  return values.map((value) => value * range + minimum);
}
