/** Settings of a generative adversarial network and its training. */
import { ComputeConfig } from '@anodec/model';
import { z } from 'zod';
import { type VariantInfo, variantNames, variants } from './variants.js';

/** The network, its training and where it computes. */
export const GanConfig = z.strictObject({
  variant: z
    .enum(variantNames)
    .default('acgan')
    .describe(
      `Networks: ${variantNames.map((name) => `${variants[name].help} (${name})`).join('; ')}`,
    ),
  latentSize: z.int().min(1).default(100).describe('Random numbers that a day is generated from'),
  dropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0.25)
    .describe('Share of the values that dropout drops in the discriminator while it learns'),
  alpha: z
    .number()
    .positive()
    .default(0.2)
    .describe('Slope at 0 of the last activation of the generator, max(0, x / (|x| + 1/alpha))'),
  capacity: z
    .number()
    .positive()
    .default(1)
    .describe('Filters and hidden units of all layers, relative to those of the original program'),
  cell: z
    .enum(['lstm', 'gru'])
    .default('lstm')
    .describe('Cell of recurrent networks, which only some variants have'),
  spectralNorm: z
    .boolean()
    .default(false)
    .describe(
      'Divide every weight matrix of the discriminator by its largest singular value, so that it changes slowly ' +
        '(spectral normalisation)',
    ),
  iterations: z
    .int()
    .min(1)
    .optional()
    .describe(
      'Training steps of discriminator and generator, for each class where a variant trains one pair of ' +
        'networks for each; default: 3000 for those, 4000 for others',
    ),
  batchSize: z
    .int()
    .min(1)
    .default(32)
    .describe('Real days, and as many generated ones, in a step'),
  learningRate: z
    .number()
    .positive()
    .default(2e-4)
    .describe('Learning rate of both optimisers (Adam)'),
  beta1: z
    .number()
    .min(0)
    .lt(1)
    .optional()
    .describe(
      'Share of the mean gradient that Adam keeps from step to step; default: 0.6 with the variant cgan, ' +
        '0 with wgan-gp, 0.5 with rgan, 0.9 with others',
    ),
  beta2: z
    .number()
    .min(0)
    .lt(1)
    .default(0.999)
    .describe('Share of the mean squared gradient that Adam keeps from step to step'),
  epsilon: z.number().positive().default(1e-7).describe('Smallest divisor of the gradient in Adam'),
  classWeight: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe(
      'Weight of the loss of the class beside that of real or generated, for variants that tell classes apart; ' +
        '0 where there is one class',
    ),
  discriminatorSteps: z
    .int()
    .min(1)
    .optional()
    .describe(
      'Steps of the discriminator before each one of the generator; default: 5 with the variant wgan-gp, 1 with others',
    ),
  penaltyWeight: z
    .number()
    .min(0)
    .default(10)
    .describe('Weight of the gradient penalty in the loss of the critic, for the variant wgan-gp'),
  reportEvery: z
    .int()
    .min(1)
    .default(100)
    .describe('Iterations between two lines of progress, of which each has means of the losses'),
  snapshots: z
    .boolean()
    .default(false)
    .describe('Keep the weights and some generated days at every line of progress'),
  checkpointEverySeconds: z
    .number()
    .min(0)
    .default(60)
    .describe(
      'Seconds between checkpoints, the most that a killed training loses; 0 = at lines of progress alone',
    ),
  seed: z
    .int()
    .min(0)
    .default(0)
    .describe('Random seed of initial weights, days in a step, latent numbers, labels and dropout'),
  ...ComputeConfig.shape,
});

export type GanConfig = z.output<typeof GanConfig>;

/** Settings in which nothing is left open. */
export type SettledConfig = GanConfig &
  Readonly<Required<Pick<GanConfig, keyof VariantInfo['defaults']>>>;

/** Fills in the defaults that depend on the variant. */
export function settleConfig(config: GanConfig): SettledConfig {
  const { defaults } = variants[config.variant];
  const { iterations, beta1, discriminatorSteps } = config;
  return {
    ...config,
    iterations: iterations ?? defaults.iterations,
    beta1: beta1 ?? defaults.beta1,
    discriminatorSteps: discriminatorSteps ?? defaults.discriminatorSteps,
  };
}
