/** The non-parametric threshold of telemanom, with its pruning. */
import { flagSegments, mean, standardDeviation } from '@anodec/core';

/** Deviations above the mean that are tried. */
const DEVIATIONS = Array.from({ length: 19 }, (_, i) => 2.5 + i / 2);
/** Most sequences that count as anomalies, and the smallest share of rows that stays ordinary. */
const MOST_SEQUENCES = 5;
const LEAST_ORDINARY = 0.5;

/** A threshold over the scores it was made from. */
export interface DynamicLimit {
  readonly limit: number;
  /** Sequences above it that pruning kept. */
  readonly sequences: number;
}

/**
 * The threshold μ + zσ whose removal of the scores above it lowers mean and deviation of the others most, for
 * the number of rows and of sequences above it. Then sequences are pruned: their maxima, and the largest
 * ordinary score, are put in order, and those below the last decrease of more than `prune` are ordinary
 * after all; the threshold rises to the largest of them.
 *
 * @param scores (N), all numbers, at least one
 * @param prune smallest decrease from one maximum to the next, as a share, that separates anomalies
 * @returns the largest score and no sequence where no threshold qualifies
 *
 * Source: Hundman, Constantinou, Laporte, Colwell & Soderstrom 2018, "Detecting Spacecraft Anomalies Using
 * LSTMs and Nonparametric Dynamic Thresholding", sections 3.2 and 3.3; limits on the sequences as in the
 * authors' program.
 */
export function dynamicLimit(scores: Float32Array, prune: number): DynamicLimit {
  const [centre, deviation] = [mean(scores), standardDeviation(scores)];
  let [limit, best] = [Infinity, -Infinity];
  for (const z of DEVIATIONS) {
    const candidate = centre + z * deviation;
    const ordinary = scores.filter((score) => score < candidate);
    const N = scores.length - ordinary.length;
    if (N === 0) break; // nor above any larger one
    const sequences = flagSegments(scores, (score) => score >= candidate).length;
    if (sequences > MOST_SEQUENCES || N >= scores.length * LEAST_ORDINARY) continue;
    const lower = (centre - mean(ordinary)) / centre;
    const calmer = (deviation - standardDeviation(ordinary)) / deviation;
    const gain = (lower + calmer) / (sequences ** 2 + N);
    if (gain >= best) [limit, best] = [candidate, gain];
  }
  return limit === Infinity ? largestOf(scores) : pruned(scores, limit, prune);
}

function pruned(scores: Float32Array, limit: number, prune: number): DynamicLimit {
  const ordinary = scores.reduce((a, b) => (b < limit ? Math.max(a, b) : a), -Infinity);
  const maxima = flagSegments(scores, (score) => score >= limit)
    .map(({ start, end }) => scores.subarray(start, end).reduce((a, b) => Math.max(a, b)))
    .sort((a, b) => b - a);
  const steps = [...maxima, ordinary];
  let kept = 0;
  maxima.forEach((maximum, i) => {
    if ((maximum - steps[i + 1]) / maximum > prune) kept = i + 1;
  });
  if (kept === 0) return largestOf(scores);
  // just above what is ordinary, so that all rows of the kept sequences stay above where nothing was pruned
  return { limit: kept === maxima.length ? limit : steps[kept], sequences: kept };
}

function largestOf(scores: Float32Array): DynamicLimit {
  return { limit: scores.reduce((a, b) => Math.max(a, b)), sequences: 0 };
}
