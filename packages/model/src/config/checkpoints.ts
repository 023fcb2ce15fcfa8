/** Settings of the checkpoints that a training keeps. */
import { z } from 'zod';

/** The checkpoints that a training keeps. */
export const CheckpointsConfig = z.strictObject({
  checkpointEverySteps: z
    .int()
    .min(0)
    .default(0)
    .describe('Number of optimiser steps between checkpoints within an epoch; 0 = by time alone'),
  checkpointEverySeconds: z
    .number()
    .min(0)
    .default(60)
    .describe(
      'Number of seconds between checkpoints within an epoch, the most that a killed training loses; 0 = off',
    ),
  everyNEpochs: z
    .int()
    .min(1)
    .default(1)
    .describe('Number of epochs between checkpoints at the end of an epoch'),
  saveTopK: z
    .int()
    .min(-1)
    .default(1)
    .describe('Number of best epochs whose checkpoints are kept; -1 = all, 0 = none'),
  saveLast: z
    .boolean()
    .default(true)
    .describe('Keep a checkpoint of the latest state, from which a stopped training continues'),
});

export type CheckpointsConfig = z.output<typeof CheckpointsConfig>;
