/** Settings of an evaluation beyond the metrics. */
import { z } from 'zod';

export const EvaluateConfig = z.strictObject({
  sensitivity: z
    .boolean()
    .default(true)
    .describe('Try other normalisations, smoothings and merge gaps on the stored errors, too'),
  robustness: z
    .boolean()
    .default(false)
    .describe('Score disturbed test rows, too: dropped sensors, offsets, noise, a clock gap'),
  robustnessRows: z
    .int()
    .min(100)
    .default(5000)
    .describe('Test rows that each disturbance is scored on, at most'),
});

export type EvaluateConfig = z.output<typeof EvaluateConfig>;
