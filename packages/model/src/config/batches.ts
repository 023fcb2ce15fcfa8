/** Settings of the windows that a training draws. */
import { z } from 'zod';

/** The windows that a training draws. */
export const BatchesConfig = z.strictObject({
  batchSize: z.int().min(1).default(64).describe('Number of windows in a batch'),
  accumulateGradBatches: z
    .int()
    .min(1)
    .default(1)
    .describe(
      'Number of batches whose gradients make one optimiser step, as one batch of that many times the size',
    ),
  sampleSize: z
    .int()
    .min(0)
    .default(6000)
    .describe('Number of windows drawn at random for each epoch; 0 = all windows, shuffled'),
  sampledTrainShare: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe(
      'Draw sampleSize windows once, train on this share of them and validate on the others; 0 = off',
    ),
  recencyHalfLife: z
    .number()
    .min(0)
    .default(0)
    .describe(
      'Number of rows by which a training window is older than the last one when it counts half as much in the ' +
        'loss; 0 = all count the same',
    ),
  validationStride: z
    .int()
    .min(0)
    .default(0)
    .describe('Number of rows between the starts of validation windows; 0 = windowSize'),
});

export type BatchesConfig = z.output<typeof BatchesConfig>;
