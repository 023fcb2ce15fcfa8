/** Settings of the encoder of f-AnoGAN. */
import { ComputeConfig } from '@anodec/model';
import { z } from 'zod';

/** The network, its training and where it computes. */
export const EncoderConfig = z.strictObject({
  capacity: z
    .number()
    .positive()
    .default(1)
    .describe('Filters of the encoder, relative to 32, 64 and 128'),
  iterations: z.int().min(1).default(2000).describe('Training steps of the encoder'),
  batchSize: z.int().min(1).default(32).describe('Days in a step'),
  learningRate: z
    .number()
    .positive()
    .default(1e-3)
    .describe('Learning rate of the optimiser (Adam)'),
  kappa: z
    .number()
    .min(0)
    .default(1)
    .describe('Weight of the difference of the discriminator’s features beside that of the values'),
  feature: z
    .string()
    .optional()
    .describe('Layer of the discriminator that is compared (default: that of AnoGAN)'),
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

export type EncoderConfig = z.output<typeof EncoderConfig>;
