/** Settings of injected anomalies. */
import { z } from 'zod';
import { injections } from './injections.js';

/** Settings of `injectAnomalies`. */
export const InjectConfig = z.strictObject({
  count: z.int().min(1).default(12).describe('Number of anomalies to inject'),
  kinds: z
    .array(z.enum(Object.keys(injections)))
    .min(1)
    .default(Object.keys(injections))
    .describe('Kinds of anomalies to choose from'),
  size: z
    .number()
    .positive()
    .default(4)
    .describe('Size of an anomaly, in standard deviations of the channel'),
  length: z
    .union([z.int().min(1), z.string()])
    .default('10m')
    .describe(
      'Length of an anomaly, as a duration or in rows; a row without a time counts as 10 s of it',
    ),
  share: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.3)
    .describe('Share of normal rows, from the end, used for injected anomalies'),
  seed: z.int().min(0).default(42).describe('Random seed of times, channels and kinds'),
});

export type InjectConfig = z.output<typeof InjectConfig>;
