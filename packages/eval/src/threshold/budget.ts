/** Threshold that keeps to a budget of false alarms. */
import { variantSettings } from '@anodec/core';
import { z } from 'zod';
import { alarmPeaks, extrapolateBudget } from './alarm-peaks.js';
import { largestCount, poissonAtMost, poissonUpperBound } from './counts.js';
import { share } from './risk.js';
import { defineThreshold, type NormalScores, type PickedThreshold } from './threshold.js';

/** Thresholds that are tried, from the largest score down; finer steps make no visible difference. */
const CANDIDATES = 400;
/** Confidence of the bound that the sentence names where none is asked for. */
const USUAL_CONFIDENCE = 0.95;

const settings = variantSettings(
  'budget',
  'Lowest threshold within a budget of alarms on normal rows, times a margin',
  {
    margin: z
      .number()
      .positive()
      .default(1.5)
      .describe('Factor on the threshold that normal scores give'),
    budget: z
      .number()
      .min(0)
      .default(0.5)
      .describe('Alarms allowed on normal rows, per day, or per 1,000 rows without a clock'),
    confidence: z
      .number()
      .min(0)
      .lt(1)
      .default(0)
      .describe(
        'Probability that later normal rows keep the bound; 0 = the held-out rows keep it, on average',
      ),
  },
);

type BudgetSettings = z.output<typeof settings>;

/**
 * The lowest threshold at which normal rows raise no more alarms than the budget allows.
 *
 * Alarms are counted as they will be raised, after merging; the search goes down from the largest
 * score and ends where the budget is first exceeded, because further down alarms merge and their
 * number falls again. Where the held-out rows are too short for one alarm, the budget cannot be
 * counted on them: the threshold falls back to the lowest that raises none, and says so.
 *
 * With a `confidence` the promise is about later rows, alarms being a Poisson process: as many alarms are
 * allowed on the held-out rows as a rate above the budget would give with a probability below
 * 1 − confidence. Where even none would be too many, the heights of alarms are extrapolated.
 *
 * Source: Garwood 1936 for the exact Poisson bound.
 */
export const budget = defineThreshold(settings, (options, normal) => {
  if (options.confidence > 0 && options.budget > 0) return withConfidence(options, normal);
  const { margin, budget: perUnit } = options;
  const allowed = perUnit * normal.recorded;
  const value = lowestWithin(normal, allowed);
  const fellBack = perUnit > 0 && allowed < 1;
  const length = `${normal.recorded.toFixed(2)} ${plural(normal.unit)}`;
  const rule = fellBack
    ? `${margin} × the lowest threshold at which normal rows held out from training raise no alarm, ` +
      `a fallback: their ${length} are too few for a budget of ${perUnit} alarms per ${normal.unit}, ` +
      `which takes at least ${(1 / perUnit).toFixed(2)}`
    : `${margin} × the lowest threshold at which normal rows held out from training raise at ` +
      `most ${perUnit} alarms per ${normal.unit} (they raise ${normal.alarmsAbove(value)} in ${length})`;
  return { value: margin * value, rule: `${rule}; ${promiseAt(value, normal)}`, fellBack };
});

/** What the count at a threshold says about later rows, before the margin. */
function promiseAt(value: number, { alarmsAbove, recorded, unit }: NormalScores): string {
  const bound = poissonUpperBound(alarmsAbove(value), USUAL_CONFIDENCE) / recorded;
  return (
    `without the factor it promises at most ${bound.toPrecision(3)} alarms per ${unit} with a confidence of ` +
    `${USUAL_CONFIDENCE} (Poisson)`
  );
}

function withConfidence(options: BudgetSettings, normal: NormalScores): PickedThreshold {
  const { margin, budget: perUnit, confidence } = options;
  const { recorded, unit } = normal;
  const mean = perUnit * recorded;
  const allowed = largestCount((k) => poissonAtMost(k, mean) <= 1 - confidence, Math.ceil(mean));
  const promise = `at most ${perUnit} alarms per ${unit} on later normal rows with a confidence of ${share(confidence)}`;
  const length = `${recorded.toFixed(2)} ${plural(unit)}`;
  if (allowed >= 0) {
    const value = refined(normal, allowed, lowestWithin(normal, allowed));
    return {
      value: margin * value,
      rule:
        `${margin} × the lowest threshold that promises ${promise} (Poisson; normal rows held out from ` +
        `training raise ${normal.alarmsAbove(value)} in ${length}, ${allowed} are allowed)`,
      fellBack: false,
    };
  }
  const peaks = alarmPeaks(normal);
  const value = extrapolateBudget(peaks, normal, options);
  const least = (poissonUpperBound(0, confidence) / perUnit).toFixed(2);
  return {
    value: margin * value,
    rule:
      `${margin} × the threshold for ${promise}, extrapolated from the heights of ${peaks.heights.length} alarms, a ` +
      `fallback: the ${length} of normal rows held out from training can promise ` +
      `${(poissonUpperBound(0, confidence) / recorded).toPrecision(3)} alarms per ${unit} at best; without ` +
      `extrapolation it takes ${least}`,
    fellBack: true,
  };
}

function lowestWithin({ scores, alarmsAbove }: NormalScores, allowed: number): number {
  const distinct = Float32Array.from(new Set(scores)).sort((a, b) => b - a);
  const step = Math.max(1, Math.floor(distinct.length / CANDIDATES));
  let value = distinct[0];
  for (let i = 0; i < distinct.length && alarmsAbove(distinct[i]) <= allowed; i += step) {
    value = distinct[i];
  }
  return value;
}

/** The lowest score that keeps the budget, searched score by score downwards from a threshold that keeps it. */
function refined({ scores, alarmsAbove }: NormalScores, allowed: number, from: number): number {
  const below = Float32Array.from(new Set(scores)).filter((score) => score < from);
  const candidates = below.sort((a, b) => b - a);
  const steps = largestCount(
    (i) => alarmsAbove(candidates[i]) <= allowed,
    Math.min(candidates.length - 1, Math.ceil(candidates.length / CANDIDATES)),
  );
  return steps < 0 ? from : candidates[steps];
}

function plural(unit: NormalScores['unit']): string {
  return unit === 'day' ? 'days' : `× ${unit}`;
}
