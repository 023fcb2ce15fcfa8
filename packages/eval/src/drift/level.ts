/**
 * What the rules have in common that compare the rolling median of a channel with its normal ceiling.
 * A median ignores whatever is shorter than half its window: attacks of minutes are not attenuated.
 */
import { mean, median } from '@anodec/core';
import { z } from 'zod';
import { type RowTime, rowsIn, Span } from '../span.js';
import type { NormalErrors } from './drift.js';
import { rollingMedian, startRollingMedian } from './rolling-median.js';

/** Options of rules with a rolling median. */
export const levelOptions = {
  horizon: Span.default('2h').describe(
    'Window of the rolling median error, as a duration or in rows; attacks shorter than half of it keep their score',
  ),
  leastRows: z
    .int()
    .min(1)
    .default(720)
    .describe('Smallest window of the rolling median error, in rows'),
  margin: z
    .number()
    .min(1)
    .default(1)
    .describe('Factor on the normal ceiling of the rolling median error'),
};

interface LevelSettings {
  readonly horizon: Span;
  readonly leastRows: number;
  readonly margin: number;
}

/** Schema of the fitted state: two errors in the unit of the detector. */
export const LevelState = z.strictObject({
  /** Median error on normal rows. */
  usual: z.number(),
  /** Highest rolling median that counts as normal, margin included. */
  ceiling: z.number(),
});

/** Two errors in the unit of the detector; see the schema. */
export type LevelState = z.infer<typeof LevelState>;

/** Fits the usual error and the ceiling of a channel. */
export function fitLevel(settings: LevelSettings, normal: NormalErrors): LevelState {
  const usual = median(normal.errors);
  const highest = normal.recordings.map(({ errors, time }) =>
    rollingMedian(errors, horizonRows(settings, time), usual).reduce(
      (a, b) => Math.max(a, b),
      usual,
    ),
  );
  // also the mean: the median of a valve that seldom moves is zero
  const least = mean(normal.errors) + normal.floor;
  return { usual, ceiling: settings.margin * Math.max(least, ...highest) };
}

/** Begins the rolling median of a recording. */
export function startLevel(
  settings: LevelSettings,
  { usual }: LevelState,
  time: RowTime,
): (error: number) => number {
  return startRollingMedian(horizonRows(settings, time), usual);
}

function horizonRows({ horizon, leastRows }: LevelSettings, time: RowTime): number {
  return Math.max(leastRows, rowsIn(horizon, time));
}
