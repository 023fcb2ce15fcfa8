/** Settings of the optimiser. */
import { z } from 'zod';
import { refuseIn, refuseUnread, type Readers } from './unread.js';

/** The optimisers. To add one: its name and settings here, its rule in `training/optimizers/registry.ts`. */
export const optimizerNames = ['adam', 'adamw', 'sgd', 'rmsprop'] as const;

export type OptimizerName = (typeof optimizerNames)[number];

/** The optimiser. */
export const OptimizerConfig = z.strictObject({
  optimizer: z
    .enum(optimizerNames)
    .default('adamw')
    .describe(
      'Optimiser; adamw without weightDecay is plain Adam, adam adds weightDecay to the gradient',
    ),
  learningRate: z.number().positive().default(2e-3).describe('Learning rate of the optimiser'),
  gradientClipVal: z
    .number()
    .min(0)
    .default(0)
    .describe('Limit to which gradients are clipped; 0 = no clipping'),
  gradientClipAlgorithm: z
    .enum(['norm', 'value'])
    .default('norm')
    .describe(
      'Clipping by gradientClipVal: scale the gradient down to this norm over all weights (norm), or cut ' +
        'each of its elements off at this size (value)',
    ),
  weightDecay: z
    .number()
    .min(0)
    .default(0)
    .describe(
      'Weight decay; with adamw each step shrinks weights by this times learningRate, with the other ' +
        'optimisers this times the weight is added to its gradient (L2)',
    ),
  momentum: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe('Momentum of sgd and rmsprop, the share of the velocity kept from step to step'),
  nesterov: z.boolean().default(false).describe("Nesterov's momentum in sgd"),
  beta1: z
    .number()
    .min(0)
    .lt(1)
    .default(0.9)
    .describe('Share of the mean gradient that adam and adamw keep from step to step'),
  beta2: z
    .number()
    .min(0)
    .lt(1)
    .default(0.999)
    .describe('Share of the mean squared gradient that adam and adamw keep from step to step'),
  amsgrad: z
    .boolean()
    .default(false)
    .describe('Divide by the largest mean squared gradient so far in adam and adamw (AMSGrad)'),
  alpha: z
    .number()
    .min(0)
    .lt(1)
    .default(0.99)
    .describe('Share of the mean squared gradient that rmsprop keeps from step to step'),
  centered: z
    .boolean()
    .default(false)
    .describe('Divide by the standard deviation of the gradient in rmsprop'),
  epsilon: z
    .number()
    .positive()
    .default(1e-8)
    .describe('Smallest divisor of the gradient in adam, adamw and rmsprop'),
});

export type OptimizerConfig = z.output<typeof OptimizerConfig>;

const READERS: Readers<OptimizerConfig> = {
  momentum: ['sgd', 'rmsprop'],
  nesterov: ['sgd'],
  beta1: ['adam', 'adamw'],
  beta2: ['adam', 'adamw'],
  amsgrad: ['adam', 'adamw'],
  alpha: ['rmsprop'],
  centered: ['rmsprop'],
  epsilon: ['adam', 'adamw', 'rmsprop'],
};

/** Refuses settings that the chosen optimiser does not read: an entry for `check` of a schema. */
export function checkOptimizer(payload: z.core.ParsePayload<OptimizerConfig>): void {
  const { value } = payload;
  const refuse = refuseIn(payload);
  refuseUnread(value, 'optimizer', READERS, OptimizerConfig.shape, refuse);
  if (value.nesterov && value.momentum === 0) {
    refuse('nesterov', 'nesterov needs a momentum larger than 0');
  }
}
