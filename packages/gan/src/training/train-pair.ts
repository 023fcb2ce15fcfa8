/** The training of one generator and one discriminator. Imported by a training only, with TensorFlow.js. */
import { type Listeners } from '@anodec/core';
import {
  type Callback,
  type ChosenBackend,
  decodeCheckpoint,
  fit,
  saveCheckpoints,
} from '@anodec/model';
import type { SettledConfig } from '../config.js';
import { buildGan, drawGan } from '../gan-networks.js';
import { sizesOf } from '../gan.js';
import { countParameters, type WeightArrays } from '../weights.js';
import { type Augment, createBatches, type TrainingDays } from './batches.js';
import { createGanModel } from './gan-model.js';
import { createLossesLog, type LossHistory } from './losses-log.js';
import { trainConfigOf } from './train-config.js';

/** The losses of some iterations. */
export interface GanReport {
  /** Iterations that are made. */
  readonly iteration: number;
  /** Iterations of the whole training. */
  readonly iterations: number;
  /** Means over the iterations since the report before. */
  readonly losses: Readonly<Record<string, number>>;
}

/** Options of a training of one pair. */
export interface PairOptions extends Listeners {
  readonly augment?: Augment;
  readonly backend: ChosenBackend;
  /** Weights of both networks to begin with. Default: drawn from the seed. */
  readonly initial?: WeightArrays;
  /** The bytes of a checkpoint to continue from, and the path of its file for messages. */
  readonly resume?: { readonly bytes: Uint8Array; readonly path: string };
  readonly onReport?: (
    report: GanReport,
    weights: () => Promise<WeightArrays>,
  ) => void | Promise<void>;
  /** Keeps the latest state in place of the one before. */
  readonly writeCheckpoint?: (bytes: Uint8Array) => void | Promise<void>;
}

/** The outcome. */
export interface TrainedPair {
  readonly arrays: WeightArrays;
  readonly losses: LossHistory;
  /** Whether all iterations are made; else the training was stopped on request. */
  readonly isFinished: boolean;
}

/**
 * Trains a pair of networks until all iterations are made or the signal is raised.
 *
 * @throws DataError when a loss is no longer a finite number, or the checkpoint is damaged
 * @throws ShapeError when the checkpoint belongs to other networks
 */
export async function trainPair(
  days: TrainingDays,
  config: SettledConfig,
  options: PairOptions,
): Promise<TrainedPair> {
  const built = buildGan(config.variant, sizesOf(config, days.width, days.classes));
  const train = trainConfigOf(config);
  const batches = createBatches(days, config, options.augment);
  const model = createGanModel(built, options.initial ?? drawGan(built, config.seed), {
    optimizer: train,
    classWeight: days.classes > 1 ? config.classWeight : 0,
    penaltyWeight: config.penaltyWeight,
    config,
  });
  const log = createLossesLog();
  const { resume, signal, progress } = options;
  try {
    const { summary, detector } = await fit(model, batches, train, {
      signal,
      progress,
      callbacks: [log.callback, ...callbacksOf(config, options)],
      resume: resume && decodeCheckpoint(resume.bytes, resume.path).training,
      start: {
        config: train,
        parameters: countParameters({ ...built.generator.weights, ...built.discriminator.weights }),
        trainWindows: days.labels.length,
        validWindows: 0,
        stepsPerEpoch: batches.stepsPerEpoch,
        backend: options.backend,
      },
    });
    const isFinished = summary.reports.at(-1)?.step === config.iterations;
    return { arrays: detector.arrays, losses: log.history(), isFinished };
  } finally {
    model.dispose();
  }
}

function callbacksOf(config: SettledConfig, options: PairOptions): Callback[] {
  const { iterations } = config;
  const { onReport, writeCheckpoint } = options;
  const report: Callback = {
    onEpochEnd: ({ step, train }, access) =>
      onReport?.({ iteration: step, iterations, losses: train }, async () => {
        return (await access.detector()).arrays;
      }),
  };
  if (!writeCheckpoint) return [report];
  return [report, saveCheckpoints({ writeBest() {}, writeLast: writeCheckpoint })];
}
