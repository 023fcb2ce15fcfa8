/**
 * A convolutional classifier of days: the baseline that an AC-GAN's naming of classes is held against.
 *
 * The original's: two convolutions, a dense layer, softmax; Adam, 2000 iterations. Its activation is not known; it is Mish
 * here, as in the other networks.
 */
import { join } from 'node:path';
import { DataError, type Listeners, parseConfig, ShapeError, StoppedError } from '@anodec/core';
import { readJsonFile, writeFileAtomic, writeJsonFile } from '@anodec/files';
import { encodeSafetensors, startCompute } from '@anodec/model';
import { z } from 'zod';
import { readArrays } from '../files/arrays-file.js';
import { fitScale, type Scale, scaleDays } from '../scaling.js';
import type { GanReport } from '../training/train-pair.js';
import { checkData, type GanData } from '../training/training-data.js';
import type { WeightArrays } from '../weights.js';
import { DayClassifierConfig } from './config.js';

/** A fitted classifier of days. */
export interface DayClassifier {
  readonly classes: number;
  /** Values of a day. */
  readonly width: number;
  /**
   * Probabilities of the classes, and what the dense layer makes of each day, for a map of them.
   *
   * @param days (N, width), in the unit of the training days
   * @returns probabilities (N, classes), features (N, F)
   * @throws ShapeError when days have another number of values
   */
  classify(days: Float32Array): Promise<Classified>;
  /** Writes `classifier.json` and `classifier.safetensors`. @throws DataError when it cannot */
  write(folder: string): Promise<void>;
}

/** What a classifier says of days. */
export interface Classified {
  /** (N, classes), each row adds up to 1. */
  readonly probabilities: Float32Array;
  /** (N, F) */
  readonly features: Float32Array;
}

/** Options of a training. */
export interface TrainClassifierOptions extends Listeners {
  /** Receives the mean loss of every `reportEvery` iterations. */
  readonly onReport?: (report: GanReport) => void;
}

const ClassifierFile = z.strictObject({
  format: z.literal('anodec-day-classifier'),
  formatVersion: z.literal(1),
  classes: z.int().min(2),
  width: z.int().min(1),
  minimum: z.number(),
  maximum: z.number(),
  settings: DayClassifierConfig,
});

type Description = Omit<z.output<typeof ClassifierFile>, 'format' | 'formatVersion'>;

/**
 * Trains a classifier.
 *
 * @throws DataError when days cannot be trained on, or are of one class
 * @throws StoppedError when the signal is raised before the end
 */
export async function trainDayClassifier(
  data: GanData,
  settings: DayClassifierConfig,
  options: TrainClassifierOptions = {},
): Promise<DayClassifier> {
  const { days, width, labels, classes } = checkData(data);
  if (classes < 2)
    throw new DataError('A classifier must have days of two classes, got one class.');
  const scale = fitScale(days);
  await startCompute(settings);
  const [{ fitClassifier }, { buildClassifier }] = await Promise.all([
    import('./fit-classifier.js'),
    import('./network.js'),
  ]);
  const built = buildClassifier(width, classes, settings.capacity);
  const values = scaleDays(days, scale);
  const { arrays, isFinished } = await fitClassifier(
    built,
    { values, width, labels, classes },
    settings,
    options,
  );
  if (!isFinished) throw new StoppedError('Stopped while training the classifier.');
  return classifierOf({ classes, width, ...scale, settings }, arrays);
}

/** Reads a classifier. A backend must have been started. @throws DataError when a file is missing or damaged */
export async function readDayClassifier(folder: string): Promise<DayClassifier> {
  const path = join(folder, 'classifier.json');
  const file = parseConfig(ClassifierFile, await readJsonFile(path), path);
  const { format: _, formatVersion: __, ...description } = file;
  return classifierOf(description, await readArrays(join(folder, 'classifier.safetensors')));
}

function classifierOf(description: Description, arrays: WeightArrays): DayClassifier {
  const { classes, width } = description;
  return {
    classes,
    width,
    async classify(days) {
      if (days.length % width !== 0) {
        throw new ShapeError(`days must have ${width} values each, got ${days.length} values.`);
      }
      return classifyDays(description, arrays, scaleDays(days, description));
    },
    async write(folder) {
      const bytes = encodeSafetensors(arrays, { format: 'anodec-day-classifier' });
      await writeFileAtomic(join(folder, 'classifier.safetensors'), bytes);
      await writeJsonFile(join(folder, 'classifier.json'), {
        format: 'anodec-day-classifier',
        formatVersion: 1,
        ...description,
      });
    },
  };
}

async function classifyDays(
  { width, classes, settings }: Description & Scale,
  arrays: WeightArrays,
  days: Float32Array,
): Promise<Classified> {
  const [{ buildClassifier }, { tf }, { asTensors, pickWeights }] = await Promise.all([
    import('./network.js'),
    import('@anodec/kernels'),
    import('../weights.js'),
  ]);
  const built = buildClassifier(width, classes, settings.capacity);
  const weights = asTensors(pickWeights(built.weights, arrays, 'the classifier'));
  const [probabilities, seen] = tf.tidy(() => {
    const features: Record<string, ReturnType<typeof tf.tensor>> = {};
    const input = tf.tensor2d(days, [days.length / width, width]);
    const logits = built.run({ weights, features }, input);
    return [tf.softmax(logits), features.dense];
  });
  const result = {
    probabilities: (await probabilities.data<'float32'>()).slice(),
    features: (await seen.data<'float32'>()).slice(),
  };
  tf.dispose([probabilities, seen, ...Object.values(weights)]);
  return result;
}
