/** Settings of how long a training lasts, how often it validates, and of the epoch that it keeps. */
import { isDuration } from '@anodec/core';
import { z } from 'zod';

/** How long a training lasts, how often it validates, and the epoch that it keeps. */
export const LimitsConfig = z.strictObject({
  maxEpochs: z
    .int()
    .min(1, {
      error: ({ input }) =>
        input === -1
          ? 'maxEpochs must be at least 1, a large number with earlyStoppingPatience where no limit is meant'
          : undefined,
    })
    .default(100)
    .describe('Maximum number of training epochs'),
  minEpochs: z
    .int()
    .min(1)
    .default(1)
    .describe('Minimum number of epochs before early stopping may end the training'),
  maxSteps: z
    .int()
    .refine((steps) => steps === -1 || steps >= 1, {
      error: 'maxSteps must be at least 1, or -1 for no limit',
    })
    .transform((steps) => (steps === -1 ? undefined : steps))
    .optional()
    .describe(
      'Maximum number of optimiser steps, -1 = no limit; the epoch that they end in is cut short and validated',
    ),
  minSteps: z
    .int()
    .min(0)
    .default(0)
    .describe('Minimum number of optimiser steps before early stopping may end the training'),
  maxTime: z
    .string()
    .refine(isDuration, { error: 'must be a duration such as 30min, 2h or 1d' })
    .optional()
    .describe(
      'Maximum time of training such as 30min, 2h or 1d, counted over resumes; the epoch that it ends in is ' +
        'cut short and validated',
    ),
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
  overfitBatches: z
    .number()
    .min(0)
    .default(0)
    .describe(
      'Train and validate on the same first batches, to see whether a network can learn them: a share up to 1, ' +
        'a number above 1, 0 = off',
    ),
  fastDevRun: z
    .union([z.boolean(), z.int().min(0)])
    .default(false)
    .describe(
      'Trial run: one epoch of one training and one validation batch, or of so many; 0 = off',
    ),
  numSanityValSteps: z
    .int()
    .min(0)
    .default(0)
    .describe(
      'Number of validation batches run before the first epoch, to find faults early; their losses are dropped',
    ),
  checkValEveryNEpoch: z
    .int()
    .min(1)
    .default(1)
    .describe('Number of epochs between validations; epochs between them are not compared'),
  valCheckInterval: z
    .number()
    .positive()
    .default(1)
    .describe(
      'Part of an epoch after which to validate, in addition to its end: a share up to 1, a number of steps above 1',
    ),
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
