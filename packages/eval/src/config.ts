/** Settings of the verdict: how channel errors become alarms. */
import { z } from 'zod';
import { driftRules } from './drift/registry.js';
import { normalisations } from './normalisation/registry.js';
import { poolings } from './pooling/registry.js';
import { smoothings } from './smoothing/registry.js';
import { Span } from './span.js';
import { thresholds } from './threshold/registry.js';

const Normalise = z.strictObject({
  kind: namesOf(normalisations)
    .default('gaussian')
    .describe('How the errors of channels are made comparable; learned on normal training rows'),
  rows: z
    .enum(['training', 'all'])
    .default('all')
    .describe('Normal rows that teach it: those trained on, or those held out, too'),
  floor: z
    .number()
    .positive()
    .default(1e-4)
    .describe('Smallest spread of a channel that never erred, in the unit of the error'),
});

const Drift = z.strictObject({
  kind: namesOf(driftRules)
    .default('follow')
    .describe('What happens to a channel whose error has been high for hours'),
  horizon: Span.default('2h').describe(
    'How long the median looks back; what lasts half of that is not seen',
  ),
  leastRows: z
    .int()
    .min(1)
    .default(720)
    .describe('The same in rows, at least: where rows lie minutes apart, attacks last hours'),
  margin: z
    .number()
    .min(1)
    .default(1)
    .describe('How far that median may exceed what normal rows showed, as a factor'),
  pace: z
    .number()
    .gt(1)
    .default(2)
    .describe('How fast the level of follow may grow, as a factor per hour'),
});

const Pool = z.strictObject({
  kind: namesOf(poolings).default('max').describe('How channels become one score for a row'),
  k: z.int().min(1).default(5).describe('How many of the strangest channels count for topk'),
});

const Smooth = z.strictObject({
  kind: namesOf(smoothings).default('mean').describe('Trailing filter over the scores of rows'),
  over: Span.default(6).describe('Its length, as a duration or a number of rows'),
});

const Limit = z.strictObject({
  kind: namesOf(thresholds).default('budget').describe('How normal scores give the threshold'),
  quantile: z.number().min(0).max(1).default(0.995).describe('Share of normal rows at or below it'),
  sigmas: z.number().positive().default(3).describe('Deviations above the mean for sigma'),
  margin: z.number().positive().default(1.5).describe('Factor on the limit for max and budget'),
  budget: z
    .number()
    .min(0)
    .default(0.5)
    .describe('Alarms on normal rows per day (1,000 rows without a clock) for budget'),
});

const Alarming = z.strictObject({
  mergeGap: Span.default('15min').describe(
    'Runs above the threshold closer than this are one alarm',
  ),
  minimum: Span.default(1).describe('Alarms shorter than this are dropped'),
});

/** From channel errors to alarms. Lives in config.json of every run. */
export const VerdictConfig = z.strictObject({
  normalisation: Normalise.prefault({}),
  drift: Drift.prefault({}),
  pooling: Pool.prefault({}),
  smoothing: Smooth.prefault({}),
  threshold: Limit.prefault({}),
  alarms: Alarming.prefault({}),
  assumedPeriod: z
    .string()
    .default('1min')
    .describe('What a row stands for in these durations where a recording has no clock'),
});

export type VerdictConfig = z.infer<typeof VerdictConfig>;

function namesOf<Name extends string>(registry: Readonly<Record<Name, unknown>>) {
  return z.enum(Object.keys(registry) as Name[]);
}
