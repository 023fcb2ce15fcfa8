/** Settings of the autoencoder: the network, its training, and the scores of rows. */
import { z } from 'zod';
import { AveragingConfig, checkAveraging } from './config/averaging.js';
import { BatchesConfig } from './config/batches.js';
import { CheckpointsConfig } from './config/checkpoints.js';
import { ComputeConfig } from './config/compute.js';
import { LimitsConfig } from './config/limits.js';
import { NetworkConfig } from './config/network.js';
import { checkOptimizer, OptimizerConfig } from './config/optimizer.js';
import { checkSchedule, ScheduleConfig } from './config/schedule.js';
import { networkRules } from './config/network-rules.js';
import { SpikesConfig } from './config/spikes.js';

/** The training. */
export const TrainConfig = z.strictObject({
  ...LimitsConfig.shape,
  ...CheckpointsConfig.shape,
  ...SpikesConfig.shape,
  ...BatchesConfig.shape,
  ...OptimizerConfig.shape,
  ...ScheduleConfig.shape,
  ...AveragingConfig.shape,
  deterministic: z
    .literal(true, {
      error: 'deterministic must be true: the same seed always gives the same weights',
    })
    .default(true)
    .describe('The same seed gives the same weights, to the bit; always on'),
  seed: z
    .int()
    .min(0)
    .default(42)
    .describe('Random seed of initial weights, sampled windows and dropout'),
});

/** Whether a folding gives scores to rows at which a window ends, and to no others. */
export function isWindowEnd(fold: string): boolean {
  return fold === 'last' || fold === 'window';
}

/** The whole detector: network, training, and the scores of rows. */
export const AutoencoderConfig = z
  .strictObject({
    ...NetworkConfig.shape,
    ...TrainConfig.shape,
    fold: z
      .enum(['last', 'mean', 'median', 'min', 'window'])
      .default('last')
      .describe(
        'Score of a row: its error in the window that ends with it (last), the mean, median or smallest ' +
          'one of all windows that cover it, or the mean error of the window that ends with it (window); mean, ' +
          'median and min wait for up to windowSize − 1 later rows, which delays do not count',
      ),
    scoreError: z
      .enum(['squared', 'absolute'])
      .default('squared')
      .describe('Reconstruction error that scores are made of'),
    stride: z
      .int()
      .min(1)
      .default(1)
      .describe('Number of rows between the starts of scored windows'),
    windowOffset: z
      .int()
      .min(0)
      .default(0)
      .describe('Number of rows before the first scored window of a gap-free stretch'),
    scoreBatchSize: z.int().min(1).default(128).describe('Number of windows scored at once'),
    ...ComputeConfig.shape,
  })
  .check(checkOptimizer, checkSchedule, checkAveraging)
  // a maxEpochs below 1 is refused by itself
  .refine((config) => config.minEpochs <= Math.max(1, config.maxEpochs), {
    path: ['minEpochs'],
    error: 'minEpochs must not be larger than maxEpochs',
  })
  .superRefine((config, context) => {
    for (const { path, error: message, isBroken } of networkRules) {
      if (isBroken(config)) context.addIssue({ code: 'custom', path: [path], message });
    }
  })
  .refine(({ fold, stride, windowSize }) => isWindowEnd(fold) || !(stride > windowSize), {
    path: ['stride'],
    error:
      'stride must not be larger than windowSize with fold mean, median or min, or rows have no score',
  })
  .refine((config) => config.keepEpoch === 'best' || config.earlyStoppingPatience === 0, {
    path: ['earlyStoppingPatience'],
    error: 'earlyStoppingPatience must be 0 with keepEpoch last, which compares no epochs',
  })
  .refine((config) => config.sampledTrainShare === 0 || config.sampleSize >= 2, {
    path: ['sampledTrainShare'],
    error:
      'sampledTrainShare needs a sampleSize of at least 2, windows to train and to validate on',
  });

export type TrainConfig = z.output<typeof TrainConfig>;
export type AutoencoderConfig = z.output<typeof AutoencoderConfig>;

export { ComputeConfig, NetworkConfig };
