/** Settings of AnoGAN: how a generated day is brought close to a real one, and what is compared. */
import { z } from 'zod';

export const AnoganConfig = z.strictObject({
  scoreSteps: z
    .int()
    .min(1)
    .default(100)
    .describe('Steps in which the generated day is brought close to the real one'),
  featureWeight: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe(
      'Weight of the difference of the discriminator’s features; the difference of the values has the rest of 1',
    ),
  feature: z
    .string()
    .optional()
    .describe(
      'Layer of the discriminator that is compared (default: classes with acgan and racgan, d_conv2 with cgan and ' +
        'gan, dense with lstm-gan and rgan)',
    ),
  scoreLearningRate: z
    .number()
    .positive()
    .default(1e-3)
    .describe('Learning rate of the mapping from random numbers to those of the generator (Adam)'),
  restarts: z
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe('Random numbers that each day is started from; the closest generated day counts'),
  batchDays: z
    .int()
    .min(1)
    .default(64)
    .describe('Days and restarts that are computed at once; no score depends on it'),
  scoreSeed: z.int().min(0).default(0).describe('Random seed of the numbers that days start from'),
});

export type AnoganConfig = z.output<typeof AnoganConfig>;
