/** Settings of the convolutional classifier of days. */
import { ComputeConfig } from '@anodec/model';
import { z } from 'zod';

/** The network, its training and where it computes. */
export const DayClassifierConfig = z.strictObject({
  capacity: z
    .number()
    .positive()
    .default(1)
    .describe('Filters and units of all layers, relative to those of the original program'),
  iterations: z.int().min(1).default(2000).describe('Training steps'),
  batchSize: z.int().min(1).default(32).describe('Days in a step'),
  learningRate: z
    .number()
    .positive()
    .default(1e-3)
    .describe('Learning rate of the optimiser (Adam)'),
  reportEvery: z
    .int()
    .min(1)
    .default(100)
    .describe('Iterations between two lines of progress, of which each has the mean loss'),
  seed: z
    .int()
    .min(0)
    .default(0)
    .describe('Random seed of initial weights and of the days in a step'),
  ...ComputeConfig.shape,
});

export type DayClassifierConfig = z.output<typeof DayClassifierConfig>;
