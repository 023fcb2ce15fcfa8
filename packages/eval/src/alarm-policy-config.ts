/** Settings of the alarm policy: how channel errors become alarms. */
import { z } from 'zod';
import { driftRules } from './drift/registry.js';
import { normalisations } from './normalisation/registry.js';
import { poolings } from './pooling/registry.js';
import { smoothings } from './smoothing/registry.js';
import { Span } from './span.js';
import { thresholds } from './threshold/registry.js';

const Alarming = z.strictObject({
  mergeGap: Span.default('15min').describe(
    'Longest break within an alarm, as a duration or in rows; alarms closer together are merged',
  ),
  minimum: Span.default(1).describe(
    'Shortest alarm, as a duration or in rows; shorter ones are dropped',
  ),
});

/**
 * From channel errors to alarms. Lives in config.json of every run.
 *
 * Five groups, `normalisation` to `threshold`, are `{ kind, ...options }` of one variant each, their
 * defaults in the files of the variants; `alarms` and `assumedPeriod` are the same for all.
 * `z.toJSONSchema(AlarmPolicyConfig, { io: 'input' })` gives each of the five as
 * `{ description, default: {}, oneOf: [variant, …] }`; see `Variants.schema` for the shape of a variant.
 */
export const AlarmPolicyConfig = z.strictObject({
  normalisation: normalisations.schema
    .prefault({})
    .describe('How errors of channels are made comparable, fitted on normal rows'),
  drift: driftRules.schema
    .prefault({})
    .describe('Attenuation of channels whose error stays high for hours'),
  pooling: poolings.schema.prefault({}).describe('How channel scores become one score per row'),
  smoothing: smoothings.schema.prefault({}).describe('Trailing filter over row scores'),
  threshold: thresholds.schema
    .prefault({})
    .describe('How the alarm threshold follows from scores of normal rows'),
  alarms: Alarming.prefault({}),
  assumedPeriod: z
    .string()
    .default('1min')
    .describe(
      'Duration of one row in recordings without a clock, used to convert durations to rows',
    ),
});

export type AlarmPolicyConfig = z.infer<typeof AlarmPolicyConfig>;
