/** The generalised Pareto distribution: what lies above a high level, in the limit of any distribution. */
import { DataError } from '@anodec/core';

/** A generalised Pareto distribution of excesses over a level. */
export interface GeneralisedPareto {
  /** Above zero for heavy tails, zero for exponential ones, below zero for tails that end. */
  readonly shape: number;
  /** In the unit of the excesses, above zero. */
  readonly scale: number;
}

/** Below it the likelihood has no regular maximum (Smith 1985). */
const LEAST_SHAPE = -0.5;
/** A shape this close to zero is computed as an exponential tail. */
const EXPONENTIAL = 1e-9;
/** shape / scale · mean excess where the search looks for the maximum before it refines. */
const POSITIVE = Array.from({ length: 25 }, (_, i) => 10 ** (-3 + i / 4));
/** The same below zero, as a share of −1 / largest excess, the end of the possible range. */
const NEGATIVE = [0.999, 0.99, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.03, 0.01];

/**
 * Fits the distribution by maximum likelihood, reduced to one unknown, x = shape / scale.
 *
 * @param excesses (N), all above zero, at least one
 * @param near a fit to nearly the same excesses, near which the maximum is looked for first
 * @throws DataError when there is none
 *
 * Source: Grimshaw 1993, "Computing Maximum Likelihood Estimates for the Generalized Pareto
 * Distribution", Technometrics 35(2); a shape below −0.5 is replaced by the
 * point of the same curve at −0.5.
 */
export function fitGeneralisedPareto(
  excesses: Float64Array,
  near?: GeneralisedPareto,
): GeneralisedPareto {
  const N = excesses.length;
  if (N === 0) throw new DataError('A tail needs at least one excess over its level, got none.');
  let [sum, largest] = [0, 0];
  for (const excess of excesses) {
    sum += excess;
    largest = Math.max(largest, excess);
  }
  const mean = sum / N;
  const shapeAt = (x: number): number => {
    let logs = 0;
    for (const excess of excesses) logs += Math.log1p(x * excess);
    return logs / N;
  };
  // mean log-likelihood at the best scale for x
  const likelihood = (x: number): number => {
    if (Math.abs(x * mean) < EXPONENTIAL) return -Math.log(mean) - 1;
    const shape = shapeAt(x);
    if (shape < LEAST_SHAPE) return -1e6 * (1 + LEAST_SHAPE - shape); // far below, and less so nearer
    return -Math.log(shape / x) - shape - 1;
  };
  const grid = [
    ...NEGATIVE.map((share) => -share / largest),
    0,
    ...POSITIVE.map((share) => share / mean),
  ];
  const guess = near && near.shape / near.scale;
  const x = maximise(
    likelihood,
    peakNear(likelihood, guess, mean, largest) ?? peakOf(likelihood, grid),
  );
  if (Math.abs(x * mean) < 1e-7) return { shape: 0, scale: mean };
  const shape = shapeAt(x);
  return { shape, scale: shape / x };
}

/** The probability of a larger excess, in [0, 1]; 1 for excesses up to zero. */
export function excessProbability({ shape, scale }: GeneralisedPareto, excess: number): number {
  return Math.exp(-excessSurprise({ shape, scale }, excess));
}

/** −ln of the probability of a larger excess, also where that is too small for a double. */
export function excessSurprise({ shape, scale }: GeneralisedPareto, excess: number): number {
  if (!(excess > 0)) return Number.isNaN(excess) ? NaN : 0;
  if (Math.abs(shape) < EXPONENTIAL) return excess / scale;
  return Math.log1p(Math.max(-1, (shape * excess) / scale)) / shape;
}

/** The excess that is exceeded with a probability in (0, 1]. */
export function excessQuantile({ shape, scale }: GeneralisedPareto, probability: number): number {
  if (Math.abs(shape) < EXPONENTIAL) return -scale * Math.log(probability);
  return (scale / shape) * (probability ** -shape - 1);
}

/** The ends of an interval with a maximum within it, from the best point of a grid. */
function peakOf(f: (x: number) => number, grid: readonly number[]): readonly [number, number] {
  const values = grid.map(f);
  const best = values.indexOf(Math.max(...values));
  return [grid[Math.max(0, best - 1)], grid[Math.min(grid.length - 1, best + 1)]];
}

/** A short interval with a maximum within it around a guess; none where the maximum is not there. */
function peakNear(
  f: (x: number) => number,
  guess: number | undefined,
  mean: number,
  largest: number,
): readonly [number, number] | undefined {
  if (guess === undefined) return undefined;
  const step = 0.05 * Math.abs(guess) + 0.01 / mean;
  const [from, to] = [Math.max(guess - step, -NEGATIVE[0] / largest), guess + step];
  const inside = from < guess && f(guess) > f(from) && f(guess) > f(to);
  return inside ? [from, to] : undefined;
}

/** The argument of the maximum between two ends, by golden-section search. */
function maximise(f: (x: number) => number, [from, to]: readonly [number, number]): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [from, to];
  let [c, d] = [b - ratio * (b - a), a + ratio * (b - a)];
  let [fc, fd] = [f(c), f(d)];
  for (let i = 0; i < 60 && b - a > 1e-8 * Math.max(Math.abs(a), Math.abs(b)); i++) {
    if (fc >= fd) {
      [b, d, fd] = [d, c, fc];
      c = b - ratio * (b - a);
      fc = f(c);
    } else {
      [a, c, fc] = [c, d, fd];
      d = a + ratio * (b - a);
      fd = f(d);
    }
  }
  return (a + b) / 2;
}
