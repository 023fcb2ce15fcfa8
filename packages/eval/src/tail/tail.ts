/** The upper tail of normal scores: a level chosen from the data, and a distribution above it. */
import { quantile } from '@anodec/core';
import {
  excessProbability,
  excessQuantile,
  fitGeneralisedPareto,
  type GeneralisedPareto,
} from './generalised-pareto.js';

/** Scores above a level; plain data. */
export interface Tail extends GeneralisedPareto {
  /** In the unit of the scores. */
  readonly level: number;
  /** Scores that it was fitted to, and all of which there were. */
  readonly peaks: number;
  readonly count: number;
}

/** Fewest peaks that a tail with a free shape is fitted to. */
const LEAST_PEAKS = 20;
/** Largest share of the scores that is still a tail, and the step to the next smaller one that is tried. */
const LARGEST_SHARE = 0.25;
const STEP = 0.7;

/**
 * Fits the upper tail. Of the levels tried, it takes the one whose excesses agree best with a generalised
 * Pareto distribution, by the largest distance between the two distribution functions: a level that is
 * too low includes what is not tail, one that is too high has too few peaks, and both increase the distance.
 *
 * @param scores (N), all numbers, at least one
 * @returns null when no level leaves two different peaks above it
 *
 * Source: Clauset, Shalizi & Newman 2009, "Power-Law Distributions in Empirical Data", section 3.3, for
 * the choice of the level.
 */
export function fitTail(scores: Float32Array): Tail | null {
  const sorted = Float64Array.from(scores).sort();
  const count = sorted.length;
  if (count === 0) return null; // a share of nothing never becomes smaller
  let best: { readonly tail: Tail; readonly distance: number } | null = null;
  let before: Tail | null = null;
  const least = Math.min(LEAST_PEAKS, count * LARGEST_SHARE);
  for (let peaks = count * LARGEST_SHARE; peaks >= least; peaks *= STEP) {
    const level = sorted[Math.max(0, count - 1 - Math.ceil(peaks))];
    if (level === before?.level) continue;
    const fitted = tailAbove(sorted, level, before);
    if (!fitted) break;
    before = fitted.tail;
    if (!best || fitted.distance < best.distance) best = fitted;
  }
  return best?.tail ?? null;
}

/**
 * The tail above a level that is given; null when fewer than two different peaks lie above it.
 *
 * @param below the tail above a lower level, near which the fit is looked for
 */
function tailAbove(sorted: Float64Array, level: number, below: Tail | null) {
  const first = sorted.findIndex((score) => score > level);
  if (first < 0) return null;
  const excesses = sorted.subarray(first).map((score) => score - level);
  const peaks = excesses.length;
  if (excesses[0] === excesses[peaks - 1]) return null;
  const fitted = fitGeneralisedPareto(excesses, below ? raised(below, level) : undefined);
  let distance = 0;
  excesses.forEach((excess, i) => {
    const expected = 1 - excessProbability(fitted, excess);
    distance = Math.max(distance, expected - i / peaks, (i + 1) / peaks - expected);
  });
  return { tail: { ...fitted, level, peaks, count: sorted.length }, distance };
}

/** The same distribution above a higher level: its scale changes, its shape does not. */
function raised({ level, shape, scale }: Tail, to: number): GeneralisedPareto | undefined {
  const above = scale + shape * (to - level);
  return above > 0 ? { shape, scale: above } : undefined;
}

/**
 * The score that a normal row exceeds with a probability: by the tail where that is rarer than its
 * level, by the quantile of the scores elsewhere.
 */
export function tailQuantile(tail: Tail, scores: Float32Array, risk: number): number {
  const beyond = (risk * tail.count) / tail.peaks;
  if (beyond >= 1) return quantile(scores, 1 - risk);
  return tail.level + excessQuantile(tail, beyond);
}
