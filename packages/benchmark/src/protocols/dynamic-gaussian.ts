/**
 * The dynamic Gaussian score of Garg et al.: −log of the chance that an error is larger, under a normal distribution
 * with the mean and deviation of the last rows, summed over the channels.
 *
 * Source: Garg et al. 2021, section III-C, "Gauss-D"; windows of 100,000 rows and of 1 row, as in its
 * program for SWaT.
 */
import { normalProbability } from '@anodec/core';
import { type ChannelErrors, columnOf } from './rows.js';

const LONG_WINDOW = 100_000;
/** Deviation where there is none. */
const LEAST_DEVIATION = 1e-6;

/**
 * Scores of rows, (N); NaN where no channel has an error.
 *
 * @param before errors of the training rows, which the first windows reach back into
 */
export function dynamicGaussian(before: ChannelErrors, errors: ChannelErrors): Float64Array {
  const N = errors.values.length / errors.C;
  const scores = new Float64Array(N).fill(NaN);
  for (let c = 0; c < errors.C; c++) {
    const past = columnOf(before, c).filter((error) => !Number.isNaN(error));
    scoreColumn(past, columnOf(errors, c), (t, score) => {
      scores[t] = (Number.isNaN(scores[t]) ? 0 : scores[t]) + score;
    });
  }
  return scores;
}

function scoreColumn(
  past: Float64Array,
  errors: Float64Array,
  add: (t: number, score: number) => void,
): void {
  const window: number[] = [...past.subarray(Math.max(0, past.length - LONG_WINDOW + 1))];
  let [first, sum, squares] = [0, 0, 0];
  const shift = window[0] ?? 0; // sums of small numbers keep their digits
  for (const error of window) {
    sum += error - shift;
    squares += (error - shift) ** 2;
  }
  errors.forEach((error, t) => {
    if (Number.isNaN(error)) return;
    window.push(error);
    sum += error - shift;
    squares += (error - shift) ** 2;
    if (window.length - first > LONG_WINDOW) {
      const oldest = window[first++] - shift;
      sum -= oldest;
      squares -= oldest ** 2;
    }
    const n = window.length - first;
    if (n < 2) return;
    const centre = sum / n;
    const variance = Math.max(0, (squares - n * centre * centre) / (n - 1));
    const deviation = variance > 0 ? Math.sqrt(variance) : LEAST_DEVIATION;
    add(t, -logUpperTail((error - shift - centre) / deviation));
  });
}

/**
 * Log of the share of a standard normal distribution above a deviate, also where that share is too small for
 * a number.
 *
 * Source: Abramowitz & Stegun 1964, "Handbook of Mathematical Functions", 26.2.14, the continued fraction of
 * Mills' ratio, for deviates above 3.
 */
export function logUpperTail(deviate: number): number {
  if (deviate <= 3) return Math.log(normalProbability(-deviate));
  let fraction = deviate;
  for (let k = 80; k >= 1; k--) fraction = deviate + k / fraction;
  return -0.5 * deviate * deviate - 0.5 * Math.log(2 * Math.PI) - Math.log(fraction);
}
