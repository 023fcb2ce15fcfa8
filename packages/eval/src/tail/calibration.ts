/**
 * Calibrated scores: the probability that a normal row is at least as strange, from scores of normal rows
 * held out from training.
 */
import { z } from 'zod';
import { excessSurprise } from './generalised-pareto.js';
import { fitTail } from './tail.js';

/** Scores of normal rows as a table, and the tail beyond; plain data. */
export const Calibration = z.strictObject({
  /** Normal scores it was made from. */
  count: z.int().min(1),
  /** Ascending, some of the normal scores: all of the highest, quantiles below. */
  scores: z.array(z.number()).min(1),
  /** How many normal scores are larger than each of them. */
  larger: z.array(z.int().min(0)).min(1),
  /** Beyond the largest normal score; null where normal scores do not tell. */
  tail: z
    .strictObject({
      level: z.number(),
      shape: z.number().min(0),
      scale: z.number().positive(),
    })
    .nullable(),
});

/** Scores of normal rows as a table, and the tail beyond; plain data. */
export type Calibration = z.infer<typeof Calibration>;

/** How much of the normal scores is kept, and what their tail is like at least. */
export interface CalibrationOptions {
  /** Highest scores kept one by one, and quantiles kept below them. */
  readonly kept?: number;
  /** Smallest scale of the tail, in the unit of the score; without it there may be no tail. */
  readonly floor?: number;
}

/**
 * Makes a calibration from normal scores.
 *
 * The tail never ends: a fitted shape below zero is replaced by an exponential tail with the same mean
 * excess, so that larger scores keep getting smaller probabilities.
 *
 * @param scores (N), all numbers, at least one
 */
export function fitCalibration(
  scores: Float32Array,
  { kept = 500, floor }: CalibrationOptions = {},
): Calibration {
  const sorted = Float32Array.from(scores).sort();
  const count = sorted.length;
  const ranks = new Set<number>();
  for (let i = Math.max(0, count - kept); i < count; i++) ranks.add(i);
  for (let i = 0; i < kept; i++) ranks.add(Math.floor((i * count) / kept));
  const table = new Map<number, number>(); // of equal scores the last one counts
  for (const rank of [...ranks].sort((a, b) => a - b)) {
    let last = rank;
    while (last + 1 < count && sorted[last + 1] === sorted[rank]) last++;
    table.set(sorted[rank], count - 1 - last);
  }
  return {
    count,
    scores: [...table.keys()],
    larger: [...table.values()],
    tail: openTail(scores, sorted[count - 1], floor),
  };
}

function openTail(scores: Float32Array, largest: number, floor?: number): Calibration['tail'] {
  const tail = fitTail(scores);
  if (!tail) return floor === undefined ? null : { level: largest, shape: 0, scale: floor };
  const { level, shape, scale } = tail;
  const meanExcess = scale / (1 - shape);
  const open = shape > 0 ? { level, shape, scale } : { level, shape: 0, scale: meanExcess };
  return { ...open, scale: Math.max(open.scale, floor ?? 0) };
}

/**
 * The probability that a normal row has at least this score: (1 + n≥) / (n + 1), where n≥ of n held-out
 * normal scores are at least as large. It is exact in the sense that the probability of p ≤ α is at most α
 * for a normal row which is exchangeable with the held-out ones. Beyond the largest of them, where this is
 * 1 / (n + 1) for every score, it is extrapolated by the tail.
 *
 * @returns in (0, 1], falling with the score; NaN for NaN
 *
 * Source: Vovk, Gammerman & Shafer 2005, "Algorithmic Learning in a Random World", section 2.2.
 */
export function normalProbabilityOf(calibration: Calibration, score: number): number {
  if (Number.isNaN(score)) return NaN;
  const p = tableProbability(calibration, score) * Math.exp(-tailSurprise(calibration, score));
  return Math.max(p, Number.MIN_VALUE); // so far out, doubles end before the tail does
}

/** −ln of the probability, which has no end. */
export function normalSurpriseOf(calibration: Calibration, score: number): number {
  return tailSurprise(calibration, score) - Math.log(tableProbability(calibration, score));
}

/** By the normal scores that are at least as large. */
function tableProbability({ count, scores, larger }: Calibration, score: number): number {
  const below = lastBelow(scores, score);
  return below < 0 ? 1 : (1 + larger[below]) / (count + 1);
}

/** −ln of the probability of a score given that it is as large as the largest normal one. */
function tailSurprise({ scores, tail }: Calibration, score: number): number {
  const largest = scores[scores.length - 1];
  if (Number.isNaN(score)) return NaN;
  if (!tail || score <= largest) return 0;
  return excessSurprise(tail, score - tail.level) - excessSurprise(tail, largest - tail.level);
}

/** Index of the last value below a score; −1 for none. */
function lastBelow(values: readonly number[], score: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < score) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
