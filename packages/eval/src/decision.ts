/**
 * Decisions that may be none: a row is called normal or anomalous where the held-out normal rows leave no doubt about
 * it at the confidence asked for, and unknown where they do.
 *
 * The question for each row is whether at most a share `rate` of normal rows scores as high. Of n held-out rows, k do;
 * the exact binomial bounds of k say what that proves. It holds for each row by itself and for rows that are
 * exchangeable with the held-out ones; successive rows are less than independent, which makes the doubt too small.
 *
 * Source: Clopper & Pearson 1934, "The Use of Confidence or Fiducial Limits Illustrated in the Case of the Binomial";
 * conformal p-values as in calibration.ts.
 */
import { ConfigError } from '@anodec/core';
import { z } from 'zod';
import { type Calibration, normalProbabilityOf } from './tail/calibration.js';
import { binomialAtMost, largestCount } from './threshold/counts.js';

/** Settings of decisions. */
export const DecisionConfig = z.strictObject({
  rate: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.01)
    .describe('Share of normal rows that may score as high as a row that is called anomalous'),
  confidence: z
    .number()
    .gt(0.5)
    .lt(1)
    .default(0.95)
    .describe('Confidence below which a row is called unknown instead of normal or anomalous'),
});

export type DecisionConfig = z.output<typeof DecisionConfig>;

/** What is said about a row. */
export type Decision = 'normal' | 'anomalous' | 'unknown';

/**
 * Decides rows by their scores.
 *
 * @param scores (T), as the alarm policy makes them, NaN where there is none
 * @returns (T), null where there is no score
 * @throws ConfigError when the policy has no calibration, as those of old runs
 */
export function decideRows(
  scores: Float32Array,
  calibration: Calibration | undefined,
  { rate, confidence }: DecisionConfig,
): (Decision | null)[] {
  if (!calibration) {
    throw new ConfigError(
      'Decisions must have the scores of held-out rows, which this run was stored without. Train anew.',
    );
  }
  const { count } = calibration;
  const doubt = 1 - confidence;
  // of the rate itself so few have a probability below the doubt: the share is smaller
  const few = largestCount((k) => binomialAtMost(k, count, rate) <= doubt, count - 1);
  // so many have one: the share is larger
  const isMany = (k: number): boolean => 1 - binomialAtMost(k - 1, count, rate) <= doubt;
  return Array.from(scores, (score) => {
    if (Number.isNaN(score)) return null;
    const higher = countAtLeast(calibration, score);
    if (higher <= few) return 'anomalous';
    return isMany(higher) ? 'normal' : 'unknown';
  });
}

/** How many held-out scores are at least as high. */
function countAtLeast(calibration: Calibration, score: number): number {
  const largest = calibration.scores[calibration.scores.length - 1];
  if (score > largest) return 0; // the probability is extrapolated there
  return Math.round(normalProbabilityOf(calibration, score) * (calibration.count + 1)) - 1;
}
