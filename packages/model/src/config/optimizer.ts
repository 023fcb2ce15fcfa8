/** Settings of the optimiser. */
import { z } from 'zod';

/** The optimiser. */
export const OptimizerConfig = z.strictObject({
  learningRate: z.number().positive().default(2e-3).describe('Learning rate of the optimiser'),
  gradientClipVal: z
    .number()
    .min(0)
    .default(0)
    .describe('Maximum norm of the gradient; larger gradients are scaled down; 0 = no clipping'),
  weightDecay: z
    .number()
    .min(0)
    .default(0)
    .describe(
      'Decoupled weight decay (AdamW); each step shrinks weights by this times learningRate',
    ),
});

export type OptimizerConfig = z.output<typeof OptimizerConfig>;
