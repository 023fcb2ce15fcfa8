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
  quietPeriod: Span.default(0).describe(
    'Time after an alarm in which no other begins, as a duration or in rows',
  ),
  closeAt: z
    .number()
    .gt(0)
    .max(1)
    .default(1)
    .describe(
      'Share of the threshold above which an alarm goes on; 1 = the threshold itself (no hysteresis)',
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
export const AlarmPolicyConfig = z
  .strictObject({
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
  })
  .superRefine(({ pooling, normalisation }, context) => {
    if (!poolings.get(pooling.kind).needsSurprise) return;
    const fitting = normalisations.kinds().filter((kind) => normalisations.get(kind).givesSurprise);
    if (fitting.includes(normalisation.kind)) return;
    context.addIssue({
      code: 'custom',
      path: ['pooling'],
      message:
        `${pooling.kind} pools tail probabilities: normalisation must be ${fitting.join(' or ')}, got ` +
        normalisation.kind,
    });
  });

export type AlarmPolicyConfig = z.infer<typeof AlarmPolicyConfig>;
