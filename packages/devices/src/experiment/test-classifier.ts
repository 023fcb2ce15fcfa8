/**
 * The convolutional classifier of days on the days of one device: trained on days to train on, tested on days to test on. It is the
 * baseline of the classes that an AC-GAN names.
 */
import { join } from 'node:path';
import { type ChartSpec, renderSvg } from '@anodec/charts';
import { projections } from '@anodec/classic';
import type { Listeners } from '@anodec/core';
import { writeFileAtomic } from '@anodec/files';
import {
  type DayClassifier,
  type DayClassifierConfig,
  trainDayClassifier,
  type TrainClassifierOptions,
} from '@anodec/gan';
import {
  classAccuracyCsv,
  type ClassEvaluation,
  evaluateClasses,
} from '../assess/evaluate-classes.js';
import { SLOTS } from '../day-table.js';
import { dayMap } from '../draw/day-map.js';
import { rocChart } from '../draw/score-charts.js';
import { classCount, classesOfDays } from '../groups/day-classes.js';
import type { ExperimentData } from './run-experiment.js';

/** A classifier and what it came to. */
export interface TestedClassifier {
  readonly classifier: DayClassifier;
  /** (N), the class that the type of each tested day has. */
  readonly labels: ArrayLike<number>;
  readonly result: ClassEvaluation;
  /** (N, 2), the outputs of its dense layer on a plane. */
  readonly points: Float64Array;
}

/**
 * Trains and tests the classifier.
 *
 * @throws DataError when days are of one class, or fewer than four are tested, which UMAP needs
 * @throws StoppedError on an abort
 */
export async function testClassifier(
  { train, labels, test, classes }: Omit<ExperimentData, 'anomalous'>,
  settings: DayClassifierConfig,
  options: TrainClassifierOptions & Listeners = {},
): Promise<TestedClassifier> {
  const count = classCount(classes);
  const data = {
    days: train.values,
    width: SLOTS,
    labels: Int32Array.from(labels),
    classes: count,
  };
  const classifier = await trainDayClassifier(data, settings, options);
  const { probabilities, features } = await classifier.classify(test.values);
  const own = classesOfDays(test.dates, classes);
  const { progress, signal } = options;
  const { points } = await projections.umap(features, features.length / test.dates.length, {
    seed: settings.seed,
    ...(progress && { progress }),
    ...(signal && { signal }),
  });
  return { classifier, labels: own, result: evaluateClasses(probabilities, own, count), points };
}

/**
 * Writes accuracy, ROC of each class and maps below `output/experiments`, the classifier below `models/experiments`.
 *
 * @returns paths of the files
 * @throws DataError when a file cannot be written
 */
export async function writeClassifierTest(
  folder: string,
  { test }: Pick<ExperimentData, 'test'>,
  { classifier, labels, result, points }: TestedClassifier,
): Promise<string[]> {
  const { device } = test;
  const models = join(folder, 'models/experiments/cnn', device);
  await classifier.write(models);
  const place = (kind: string, name: string) =>
    join(folder, 'output/experiments', kind, 'cnn', name);
  const accuracy = place('accuracy', `${device}.csv`);
  await writeFileAtomic(accuracy, classAccuracyCsv(result));
  const map = (of: ArrayLike<number>, by: string): ChartSpec => ({
    ...dayMap(test, points, of, 'class'),
    title: `Days of ${device} by ${by}`,
  });
  const charts: readonly (readonly [string, ChartSpec])[] = [
    [place('roc_curve', `${device}.svg`), rocChart(curves(result), 'ROC of each class')],
    [place('umap', `${device}_predicted.svg`), map(result.named, 'the class that is named')],
    [place('umap', `${device}_correct.svg`), map(labels, 'their class')],
  ];
  for (const [path, chart] of charts) await writeFileAtomic(path, await renderSvg(chart));
  return [models, accuracy, ...charts.map(([path]) => path)];
}

function curves({ classes }: ClassEvaluation) {
  return classes.flatMap(({ roc, fpr, tpr }, k) =>
    roc ? [{ name: `class ${k}`, result: { roc, fpr, recall: tpr } }] : [],
  );
}
