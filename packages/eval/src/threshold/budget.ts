/** Threshold that keeps to a budget of false alarms. */
import { variantSettings } from '@anodec/core';
import { z } from 'zod';
import { defineThreshold, type NormalScores } from './threshold.js';

/** Thresholds that are tried, from the largest score down; finer steps make no visible difference. */
const CANDIDATES = 400;

const settings = variantSettings(
  'budget',
  'Lowest threshold within a budget of alarms on normal rows, times a margin',
  {
    margin: z
      .number()
      .positive()
      .default(1.5)
      .describe('Factor on the lowest threshold within the alarm budget'),
    budget: z
      .number()
      .min(0)
      .default(0.5)
      .describe('Alarms allowed on normal rows, per day, or per 1,000 rows without a clock'),
  },
);

/**
 * The lowest threshold at which normal rows raise no more alarms than the budget allows.
 *
 * Alarms are counted as they will be raised, after merging; the search goes down from the largest
 * score and ends where the budget is first exceeded, because further down alarms merge and their
 * number falls again. Where the held-out rows are too short for one alarm, the budget cannot be
 * counted on them: the threshold falls back to the lowest that raises none, and says so.
 */
export const budget = defineThreshold(settings, ({ margin, budget: perUnit }, normal) => {
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
  return { value: margin * value, rule, fellBack };
});

function lowestWithin({ scores, alarmsAbove }: NormalScores, allowed: number): number {
  const distinct = Float32Array.from(new Set(scores)).sort((a, b) => b - a);
  const step = Math.max(1, Math.floor(distinct.length / CANDIDATES));
  let value = distinct[0];
  for (let i = 0; i < distinct.length && alarmsAbove(distinct[i]) <= allowed; i += step) {
    value = distinct[i];
  }
  return value;
}

function plural(unit: NormalScores['unit']): string {
  return unit === 'day' ? 'days' : `× ${unit}`;
}
