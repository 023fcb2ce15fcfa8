/** Settings of how long a training lasts, and of the epoch that it keeps. */
import { z } from 'zod';

/** How long a training lasts, and the epoch that it keeps. */
export const LimitsConfig = z.strictObject({
  maxEpochs: z.int().min(1).default(100).describe('Maximum number of training epochs'),
  minEpochs: z
    .int()
    .min(1)
    .default(1)
    .describe('Minimum number of epochs before early stopping may end the training'),
  maxSteps: z
    .int()
    .min(1)
    .optional()
    .describe('Maximum number of optimiser steps; the epoch that reaches it is completed'),
  limitTrainBatches: z
    .number()
    .positive()
    .default(1)
    .describe('Training batches per epoch: a share up to 1, a number above 1'),
  limitValBatches: z
    .number()
    .positive()
    .default(1)
    .describe('Validation batches per epoch: a share up to 1, a number above 1'),
  fastDevRun: z
    .boolean()
    .default(false)
    .describe('Trial run: one epoch of one training and one validation batch'),
  earlyStoppingPatience: z
    .int()
    .min(0)
    .default(10)
    .describe('Number of epochs without improvement after which training stops; 0 = never'),
  keepEpoch: z
    .enum(['best', 'last'])
    .default('best')
    .describe('Epoch whose weights are kept: the one with the lowest validation loss, or the last'),
});

export type LimitsConfig = z.output<typeof LimitsConfig>;
