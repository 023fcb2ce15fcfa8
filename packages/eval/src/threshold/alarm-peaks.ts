/** Heights of the alarms that normal rows would raise, and their extrapolation. */
import { excessQuantile, fitGeneralisedPareto } from '../tail/generalised-pareto.js';
import { exponentialMeanBound, poissonUpperBound } from './counts.js';
import type { NormalScores } from './threshold.js';

/** Most alarms that heights are taken of, and scores that are tried as thresholds for it. */
const MOST = 50;
const CANDIDATES = 2000;

/** Alarms above a level. */
export interface AlarmPeaks {
  readonly level: number;
  /** Above the level, highest first. */
  readonly heights: readonly number[];
}

/**
 * The heights of up to fifty alarms on normal rows: the scores at which lowering the threshold makes one
 * more alarm of them, until merging makes them fewer.
 */
export function alarmPeaks({ scores, alarmsAbove }: NormalScores): AlarmPeaks {
  const distinct = Float32Array.from(new Set(scores)).sort((a, b) => b - a);
  const heights: number[] = [];
  let level = distinct[0];
  for (const candidate of distinct.subarray(1, CANDIDATES)) {
    const alarms = alarmsAbove(candidate);
    if (alarms < heights.length || heights.length >= MOST) break;
    while (heights.length < alarms) heights.push(level);
    level = candidate;
  }
  return { level, heights };
}

/**
 * The threshold that alarms exceed at the rate of the budget: the upper bound on the rate of those above the
 * level, times the probability of their height in a generalised Pareto tail that does not end, with the
 * upper bound on its scale.
 */
export function extrapolateBudget(
  { level, heights }: AlarmPeaks,
  { recorded }: NormalScores,
  { budget, confidence }: { readonly budget: number; readonly confidence: number },
): number {
  if (heights.length === 0) return level;
  const rate = poissonUpperBound(heights.length, confidence) / recorded;
  const excesses = Float64Array.from(heights, (height) => height - level);
  const { shape, scale } = fitGeneralisedPareto(excesses);
  const bound = exponentialMeanBound(heights.length, confidence);
  const open = shape > 0 ? { shape, scale } : { shape: 0, scale: scale / (1 - shape) };
  const safe = { ...open, scale: bound * open.scale };
  return level + excessQuantile(safe, Math.min(1, budget / rate));
}
