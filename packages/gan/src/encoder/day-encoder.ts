/**
 * f-AnoGAN: an encoder is trained once to find the latent numbers of a day, so that a day is scored in one pass, where
 * AnoGAN takes a hundred.
 *
 * Only for models with one pair of networks for all classes: of a pair for each, every pair would need an encoder.
 */
import { join } from 'node:path';
import {
  ConfigError,
  DataError,
  type Listeners,
  parseConfig,
  ShapeError,
  StoppedError,
} from '@anodec/core';
import { readJsonFile, writeFileAtomic, writeJsonFile } from '@anodec/files';
import { encodeSafetensors } from '@anodec/model';
import { z } from 'zod';
import { readArrays } from '../files/arrays-file.js';
import type { Gan } from '../gan.js';
import { scaleDays } from '../scaling.js';
import type { GanReport } from '../training/train-pair.js';
import { checkData, type GanData } from '../training/training-data.js';
import { variants } from '../variants.js';
import type { WeightArrays } from '../weights.js';
import { EncoderConfig } from './config.js';

/** A trained encoder of a model. */
export interface DayEncoder {
  /**
   * Scores days: the mean squared difference of a day and what the generator makes of its code, and that of a feature of the
   * discriminator.
   *
   * @param days (N, width), in the unit of the device
   * @param labels (N), the class of each day
   * @returns (N); a day scores the same alone and among others
   * @throws ShapeError when days and labels do not fit; DataError when there is no such class
   */
  score(days: Float32Array, labels: ArrayLike<number>): Promise<Float32Array>;
  /** Writes `encoder.json` and `encoder.safetensors`. @throws DataError when it cannot */
  write(folder: string): Promise<void>;
}

/** Options of a training. */
export interface TrainEncoderOptions extends Listeners {
  /** Receives the mean loss of every `reportEvery` iterations. */
  readonly onReport?: (report: GanReport) => void;
}

const EncoderFile = z.strictObject({
  format: z.literal('anodec-day-encoder'),
  formatVersion: z.literal(1),
  settings: EncoderConfig,
});

/**
 * Trains an encoder on the days that the model learned from. A backend must have been started.
 *
 * @throws ConfigError when the model has a pair of networks for each class, or there is no such feature
 * @throws DataError when days cannot be trained on; StoppedError when the signal is raised before the end
 */
export async function trainDayEncoder(
  gan: Gan,
  data: GanData,
  settings: EncoderConfig,
  options: TrainEncoderOptions = {},
): Promise<DayEncoder> {
  checkVariant(gan);
  const { days, width, labels } = checkData({ ...data, classes: gan.classes });
  if (width !== gan.width) {
    throw new ShapeError(`Days must have ${gan.width} values as the model has, got ${width}.`);
  }
  const [{ fitEncoder }, { buildEncoder }] = await Promise.all([
    import('./fit-encoder.js'),
    import('./network.js'),
  ]);
  const built = buildEncoder(width, gan.settings.latentSize, settings.capacity);
  const scaled = { values: scaleDays(days, gan), width, labels, classes: gan.classes };
  const { arrays, isFinished } = await fitEncoder(
    gan.networksOf(0),
    built,
    scaled,
    settings,
    options,
  );
  if (!isFinished) throw new StoppedError('Stopped while training the encoder.');
  return encoderOf(gan, settings, arrays);
}

/** Reads the encoder of a model. @throws DataError when a file is missing or damaged; ConfigError as the training */
export async function readDayEncoder(gan: Gan, folder: string): Promise<DayEncoder> {
  checkVariant(gan);
  const path = join(folder, 'encoder.json');
  const { settings } = parseConfig(EncoderFile, await readJsonFile(path), path);
  return encoderOf(gan, settings, await readArrays(join(folder, 'encoder.safetensors')));
}

function encoderOf(gan: Gan, settings: EncoderConfig, arrays: WeightArrays): DayEncoder {
  return {
    async score(days, labels) {
      if (days.length !== labels.length * gan.width) {
        throw new ShapeError(
          `days must have ${gan.width} values for each of ${labels.length} labels, got ${days.length} values.`,
        );
      }
      const wrong = Array.from(labels).find((label) => !(label >= 0 && label < gan.classes));
      if (wrong !== undefined) {
        throw new DataError(
          `The class of a day must be from 0 to ${gan.classes - 1}, got ${wrong}.`,
        );
      }
      return scoreScaled(gan, settings, arrays, scaleDays(days, gan), labels);
    },
    async write(folder) {
      const bytes = encodeSafetensors(arrays, { format: 'anodec-day-encoder' });
      await writeFileAtomic(join(folder, 'encoder.safetensors'), bytes);
      const file = { format: 'anodec-day-encoder', formatVersion: 1, settings };
      await writeJsonFile(join(folder, 'encoder.json'), file);
    },
  };
}

async function scoreScaled(
  gan: Gan,
  { capacity, kappa, feature }: EncoderConfig,
  arrays: WeightArrays,
  days: Float32Array,
  labels: ArrayLike<number>,
): Promise<Float32Array> {
  const [{ buildEncoder }, { encoderLoss }, { tf }, { asTensors, pickWeights }] = await Promise.all(
    [
      import('./network.js'),
      import('./encoder-loss.js'),
      import('@anodec/kernels'),
      import('../weights.js'),
    ],
  );
  const built = buildEncoder(gan.width, gan.settings.latentSize, capacity);
  const weights = asTensors(pickWeights(built.weights, arrays, 'the encoder'));
  const networks = gan.networksOf(0);
  const scores = tf.tidy(() => {
    const input = tf.tensor2d(days, [labels.length, gan.width]);
    const code = built.run({ weights }, input);
    const codes = code.as2D(labels.length, gan.settings.latentSize);
    const of = tf.tensor1d(Array.from(labels), 'int32');
    const name = feature ?? networks.scoredFeature;
    return encoderLoss(networks, codes, input, of, { kappa, feature: name });
  });
  const values = (await scores.data<'float32'>()).slice();
  tf.dispose([scores, ...Object.values(weights)]);
  return values;
}

function checkVariant({ settings }: Gan): void {
  if (variants[settings.variant].hasLabels) return;
  throw new ConfigError(
    `An encoder needs a model with one pair of networks for all classes, got ${settings.variant}. Use acgan, cgan or racgan, ` +
      'or score with AnoGAN.',
  );
}
