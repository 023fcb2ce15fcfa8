/** Settings of injected anomalies. */
import { z } from 'zod';
import { injections } from './injections.js';

export const InjectConfig = z.strictObject({
  count: z.int().min(1).default(12).describe('Anomalies to inject'),
  kinds: z
    .array(z.enum(Object.keys(injections)))
    .min(1)
    .default(Object.keys(injections))
    .describe('What may be done to a channel'),
  size: z
    .number()
    .positive()
    .default(4)
    .describe('How strong, in standard deviations of the channel'),
  length: z
    .string()
    .default('10m')
    .describe('How long each lasts, such as 10m; rows without times: 60'),
  share: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.3)
    .describe('Share of the normal rows, the last ones, that is taken out and spoilt'),
  seed: z.int().min(0).default(42).describe('Seed of places, channels and kinds'),
});

export type InjectConfig = z.output<typeof InjectConfig>;
