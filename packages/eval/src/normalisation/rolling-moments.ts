/** Mean and deviation of the last numbers of a sequence. */

/** Rolling moments over a window that is full from the beginning. */
export interface RollingMoments {
  /** Takes the next number in place of the oldest one. */
  push(value: number): void;
  mean(): number;
  /** With the divisor W − 1, as pandas' rolling deviation. */
  deviation(): number;
}

/**
 * Rolling moments whose window begins as W numbers of a given mean and deviation, which the numbers
 * pushed replace one by one.
 *
 * The sums are those of differences from the first mean, and are taken anew with every W numbers, so that
 * rounding does not accumulate.
 *
 * @param W numbers in the window, at least 2
 */
export function createRollingMoments(W: number, mean: number, deviation: number): RollingMoments {
  const ring = new Float64Array(W);
  const variance = (deviation * deviation * (W - 1)) / W; // of each number it begins with
  let [next, known, sum, squares] = [0, 0, 0, 0];
  const recount = (): void => {
    [sum, squares] = [0, 0];
    for (let i = 0; i < known; i++) {
      sum += ring[i];
      squares += ring[i] * ring[i];
    }
  };
  const meanOf = (): number => sum / W;
  return {
    push(value) {
      const difference = value - mean;
      if (known === W) {
        sum -= ring[next];
        squares -= ring[next] * ring[next];
      } else known++;
      ring[next] = difference;
      sum += difference;
      squares += difference * difference;
      next = (next + 1) % W;
      if (next === 0) recount();
    },
    mean: () => mean + meanOf(),
    deviation() {
      const total = squares + (W - known) * variance - W * meanOf() ** 2;
      return Math.sqrt(Math.max(0, total) / (W - 1));
    },
  };
}
