/** Settings of preprocessing. */
import { z } from 'zod';
import { missingRules, type MissingRule } from './missing/index.js';
import { Reach } from './reach.js';
import { scalers } from './scaler/index.js';

/** A group of variants whose name alone stands for the variant with its defaults. */
function named<Settings>(schema: z.ZodType<Settings>) {
  return z.preprocess((given) => (typeof given === 'string' ? { kind: given } : given), schema);
}

/**
 * From cleaned recordings to the inputs of detectors.
 *
 * `scaler` and `missing` are `{ kind, ...options }` of one variant each, or its name alone, with
 * defaults in the files of the variants. `z.toJSONSchema(PreprocessConfig, { io: 'input' })` gives
 * each of the two as `{ description, default: {}, oneOf: [variant, …] }`.
 */
export const PreprocessConfig = z
  .strictObject({
    sampleFreq: z
      .string()
      .default('none')
      .describe(
        'Interval such as 10s to which rows are aggregated; coarser recordings stay as they are; ' +
          'none: no aggregation, the default of all data sets but data_store, SWaT, which takes 10s',
      ),
    aggregate: z
      .array(z.string())
      .default(['mean'])
      .describe(
        'Aggregate of the rows of an interval: mean, median, min, max, first, last or mode; ' +
          'P101=last for one channel',
      ),
    gapTolerance: Reach.default(0).describe(
      'Longest run of skipped rows, as a duration or in rows, that windows span: such rows are ' +
        'inserted as missing readings; 0: every skipped row is a gap',
    ),
    missing: named(missingRules.schema)
      .prefault({})
      .describe(
        'Missing readings: mask (neither learned from nor scored), forward-fill, linear, drop the row, ' +
          'or refuse',
      ),
    validationSplit: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.3)
      .describe('Share of the normal rows, from the end, for validation and the threshold'),
    invertedSplit: z
      .boolean()
      .default(false)
      .describe('Train on the share validationSplit and validate on the rest, as the original did'),
    scaler: named(scalers.schema)
      .prefault({})
      .describe('Scaling of each channel, fitted to the training rows'),
    clip: z
      .union([z.literal('none'), z.coerce.number<number | string>().positive()], {
        error: 'must be a number above 0, or none',
      })
      .default(10)
      .describe('Largest absolute value of a scaled reading; none: no clipping'),
    discrete: z
      .enum(['keep', 'apart', 'one-hot', 'exclude'])
      .default('keep')
      .describe(
        'Discrete channels such as valves and pumps: keep = as any other, apart = scaled 0 to 1 and ' +
          'never re-centred, one-hot = one column per state, exclude',
      ),
    recentre: z
      .string()
      .default('2h')
      .describe(
        'Re-centring of drifted channels: window of the rolling median, at least 720 rows; none: off',
      ),
  })
  .superRefine(({ gapTolerance, missing }, context) => {
    const rule: MissingRule = missingRules.get(missing.kind);
    if (Number(gapTolerance) === 0 || rule.takesInsertedRows) return;
    context.addIssue({
      code: 'custom',
      path: ['gapTolerance'],
      message: `inserted rows have no readings, which missing ${missing.kind} does not accept; choose missing mask, forward-fill or linear`,
    });
  });

export type PreprocessConfig = z.output<typeof PreprocessConfig>;

/** Settings that suit recordings of the SWaT plant, a row a second over days: 10 s averages. */
export const SWAT_PREPROCESS = { sampleFreq: '10s' } as const;
