/** Settings of preprocessing. */
import { z } from 'zod';
import { type MissingRule, missingRules } from './missing/index.js';
import { type ScalerKind, scalers } from './scaler/index.js';

/** From cleaned recordings to the inputs of detectors. */
export const PreprocessConfig = z.strictObject({
  sampleFreq: z
    .string()
    .default('10s')
    .describe('Average rows to this interval; coarser recordings stay as they are; none: never'),
  aggregate: z
    .array(z.string())
    .default(['mean'])
    .describe(
      'What stands for the rows of an interval: mean, median, min, max, first, last, mode; P101=last for one channel',
    ),
  validationSplit: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.3)
    .describe('Share of the normal rows, the last ones, that validates and sets the threshold'),
  scaler: z
    .enum(Object.keys(scalers) as ScalerKind[])
    .default('standard')
    .describe('How channels are brought to one size; learned on training rows'),
  discrete: z
    .enum(['keep', 'apart', 'one-hot', 'exclude'])
    .default('keep')
    .describe(
      'Channels of states, such as valves: like the others; scaled 0 to 1 and never recentred; one column a state; left out',
    ),
  missing: z
    .enum(Object.keys(missingRules) as MissingRule[])
    .default('mask')
    .describe(
      'Missing readings: not learned from and not scored; filled with the reading before, or a line; rows dropped; refused',
    ),
  clip: z.number().positive().default(10).describe('Largest size of a scaled reading'),
  recentre: z
    .string()
    .default('2h')
    .describe(
      'Bring back channels whose median over this time, and 720 rows at least, left what training rows showed; none',
    ),
});

export type PreprocessConfig = z.output<typeof PreprocessConfig>;
