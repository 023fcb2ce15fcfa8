/** Settings of injected anomalies. */
import { z } from 'zod';
import { injections } from './injections.js';

/** Settings of `injectAnomalies`. */
export const InjectConfig = z.strictObject({
  count: z.int().min(1).default(12).describe('Anomalies to inject'),
  kinds: z
    .array(z.enum(Object.keys(injections)))
    .min(1)
    .default(Object.keys(injections))
    .describe('Kinds of anomalies that may be injected'),
  size: z
    .number()
    .positive()
    .default(4)
    .describe('Strength of an anomaly, in standard deviations of its channel'),
  length: z
    .string()
    .default('10m')
    .describe('Length of each anomaly, such as 10m; always 60 rows where rows have no times'),
  share: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.3)
    .describe('Share of normal rows, from the end, used for injected anomalies'),
  seed: z.int().min(0).default(42).describe('Seed of the positions, channels and kinds of anomalies'),
});

export type InjectConfig = z.output<typeof InjectConfig>;
