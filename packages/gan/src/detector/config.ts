/** Settings of the detector of multivariate windows: its networks, their training, and the scores of rows. */
import { AutoencoderConfig } from '@anodec/model';
import { z } from 'zod';
import { GanConfig } from '../config.js';
import { type VariantName, variantNames, variants } from '../variants.js';

/** Variants that make windows of several channels: those that tell no classes apart. */
export const windowVariants = variantNames.filter((name) => !variants[name].hasLabels);

const { cell, capacity, spectralNorm, penaltyWeight } = GanConfig.shape;

/** What it has in common with the autoencoder: windows, limits of a training, checkpoints, folding of scores, backend. */
function sharedSettings() {
  const all = AutoencoderConfig.shape;
  return {
    batchSize: all.batchSize,
    sampleSize: all.sampleSize,
    validationStride: all.validationStride,
    maxEpochs: all.maxEpochs,
    minEpochs: all.minEpochs,
    maxSteps: all.maxSteps,
    minSteps: all.minSteps,
    maxTime: all.maxTime,
    limitTrainBatches: all.limitTrainBatches,
    limitValBatches: all.limitValBatches,
    fastDevRun: all.fastDevRun,
    earlyStoppingPatience: all.earlyStoppingPatience,
    keepEpoch: all.keepEpoch,
    checkpointEverySteps: all.checkpointEverySteps,
    checkpointEverySeconds: all.checkpointEverySeconds,
    everyNEpochs: all.everyNEpochs,
    saveTopK: all.saveTopK,
    saveLast: all.saveLast,
    seed: all.seed,
    fold: all.fold,
    scoreError: all.scoreError,
    stride: all.stride,
    windowOffset: all.windowOffset,
    scoreBatchSize: all.scoreBatchSize,
    backend: all.backend,
    threads: all.threads,
    strict: all.strict,
  };
}

/** The networks, their training, and the scores of rows. */
export const WindowGanConfig = z
  .strictObject({
    variant: z
      .enum(windowVariants as [VariantName, ...VariantName[]])
      .default('rgan')
      .describe(
        'Networks of windows: both recurrent (rgan), or with a generator of convolutions, for windows of a multiple of 8 ' +
          `rows: ${windowVariants.filter((name) => name !== 'rgan').join(', ')}`,
      ),
    windowSize: AutoencoderConfig.shape.windowSize,
    latentSize: z
      .int()
      .min(1)
      .default(20)
      .describe('Numbers that a window is generated from, and that the encoder finds'),
    capacity: capacity
      .unwrap()
      .default(0.5)
      .describe(capacity.description ?? ''),
    cell,
    spectralNorm,
    penaltyWeight,
    featureWeight: z
      .number()
      .min(0)
      .default(1)
      .describe(
        'What the encoder lowers: weight of the difference of the discriminator’s features beside that of the readings',
      ),
    cycleWeight: z
      .number()
      .min(0)
      .default(10)
      .describe(
        'What the generator lowers: weight of the difference of windows from what it makes of their codes, beside passing as ' +
          'real; 10 as in TadGAN, 0 = it learns from the discriminator alone, as in f-AnoGAN',
      ),
    scoreFeatureWeight: z
      .number()
      .min(0)
      .default(0)
      .describe(
        'Weight of the difference of the discriminator’s features in the score of each reading, which is the same for all of ' +
          'a window',
      ),
    learningRate: z
      .number()
      .positive()
      .default(1e-3)
      .describe('Learning rate of generator, discriminator and encoder (Adam)'),
    ...sharedSettings(),
  })
  .superRefine((settings, context) => {
    const { error } = AutoencoderConfig.safeParse(sharedOf(settings));
    for (const { path, message } of error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  });

export type WindowGanConfig = z.output<typeof WindowGanConfig>;

/** The settings as those of the trainer and of windows; what is not shared has its default. */
export function trainerConfigOf(config: WindowGanConfig): AutoencoderConfig {
  // rows in their order, for gaps too
  const own = { learningRate: config.learningRate, reverseTarget: false };
  return AutoencoderConfig.parse({ ...sharedOf(config), ...own });
}

function sharedOf(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = ['windowSize', ...Object.keys(sharedSettings())];
  return Object.fromEntries(names.map((name) => [name, config[name]]));
}
