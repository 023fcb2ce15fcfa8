/**
 * Trains a model on the days of a device: one pair of networks for all classes, or one for each, one after the other.
 * TensorFlow.js is loaded by the training, not before.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, type Listeners, StoppedError } from '@anodec/core';
import { type ChosenBackend, startCompute } from '@anodec/model';
import { type GanConfig, settleConfig, type SettledConfig } from '../config.js';
import {
  type GanDescription,
  pairFolders,
  readDescription,
  writeDescription,
} from '../files/gan-file.js';
import { assembleGan, type Gan, sizesOf } from '../gan.js';
import { fitScale, scaleDays } from '../scaling.js';
import { variants } from '../variants.js';
import type { Augment, TrainingDays } from './batches.js';
import type { LossHistory } from './losses-log.js';
import type { GanReport, PairOptions, TrainedPair } from './train-pair.js';
import { type CheckedData, checkData, type GanData } from './training-data.js';

/** Options of a training. */
export interface TrainGanOptions extends Listeners {
  /** Where weights, losses, checkpoints and TensorBoard's events are written; default: nowhere. */
  readonly folder?: string;
  /** Whether to continue the training in the folder; one that is finished is read, or trained on to more iterations. */
  readonly resume?: boolean;
  /** Changes the real days of each step, as by noise; they are scaled to 0 … 1. */
  readonly augment?: Augment;
  /** The backend that computes, where one was started already. */
  readonly backend?: ChosenBackend;
  /** Receives the mean losses of every `reportEvery` iterations; `pair` counts pairs of networks from 0. */
  readonly onReport?: (
    report: GanReport & { readonly pair: number; readonly pairs: number },
  ) => void;
}

/** A trained model. */
export interface TrainedGan {
  readonly gan: Gan;
  /** Losses of every iteration, for each pair of networks. */
  readonly losses: readonly LossHistory[];
  readonly backend: ChosenBackend;
}

/**
 * Trains until all iterations are made.
 *
 * @param data days in the unit of the device; their smallest and largest value are the scale of the model
 * @throws ConfigError when the folder holds a model already, or one of other settings or days is to be continued
 * @throws DataError when days cannot be trained on, or a file cannot be read or written
 * @throws StoppedError when the signal is raised before the end; with a folder, `resume` continues to the same bits
 */
export async function trainGan(
  data: GanData,
  settings: GanConfig,
  options: TrainGanOptions = {},
): Promise<TrainedGan> {
  const config = settleConfig(settings);
  const checked = checkData(data);
  const scale = fitScale(checked.days);
  const { classes, width, counts, hash } = checked;
  const description = { classes, width, ...scale, days: counts, dataHash: hash, settings };
  const { folder, resume = false } = options;
  if (folder !== undefined) await prepareFolder(folder, description, resume);
  const backend = options.backend ?? (await startCompute(config));
  const parts = splitByPair(checked, scaleDays(checked.days, scale), config);
  const folders = folder === undefined ? [] : pairFolders(folder, description);
  const trained: TrainedPair[] = [];
  for (const [pair, days] of parts.entries()) {
    const onReport = (report: GanReport) =>
      options.onReport?.({ ...report, pair, pairs: parts.length });
    trained.push(
      await trainInto(folders[pair], days, description, {
        signal: options.signal,
        progress: options.progress,
        augment: options.augment,
        onReport,
        backend,
        isResumed: resume,
      }),
    );
  }
  const gan = await assembleGan(
    description,
    trained.map(({ arrays }) => arrays),
  );
  return { gan, losses: trained.map(({ losses }) => losses), backend };
}

/** Trains one pair, and writes it where there is a folder for it. */
async function trainInto(
  folder: string | undefined,
  days: TrainingDays,
  description: GanDescription,
  options: PairOptions & { readonly isResumed: boolean },
): Promise<TrainedPair> {
  const [{ trainPair }, { buildGan }, { openPairLog }] = await Promise.all([
    import('./train-pair.js'),
    import('../gan-networks.js'),
    import('../files/pair-log.js'),
  ]);
  const config = settleConfig(description.settings);
  if (folder === undefined) return finished(await trainPair(days, config, options), options);
  const built = buildGan(config.variant, sizesOf(config, days.width, days.classes));
  const log = openPairLog(folder, built, config, description);
  try {
    const resume = options.isResumed ? await log.readCheckpoint() : undefined;
    const trained = await trainPair(days, config, {
      ...options,
      resume,
      writeCheckpoint: (bytes) => log.writeCheckpoint(bytes),
      async onReport(report, weights) {
        await log.report(report, weights);
        await options.onReport?.(report, weights);
      },
    });
    finished(trained, options);
    await log.finish(trained.arrays, trained.losses);
    return trained;
  } finally {
    log.close();
  }
}

/** @throws StoppedError when iterations are left */
function finished(trained: TrainedPair, { signal }: Listeners): TrainedPair {
  if (trained.isFinished || !signal?.aborted) return trained;
  throw new StoppedError('Stopped while training. Resume it to go on where it stopped.');
}

/** The days of each pair of networks, by their own labels. */
function splitByPair(
  { width, labels, classes }: CheckedData,
  values: Float32Array,
  { variant }: SettledConfig,
): TrainingDays[] {
  if (variants[variant].hasLabels) return [{ values, width, labels, classes }];
  return Array.from({ length: classes }, (_, label) => {
    const days = [...labels.keys()].filter((day) => labels[day] === label);
    const own = new Float32Array(days.length * width);
    days.forEach((day, i) => own.set(values.subarray(day * width, (day + 1) * width), i * width));
    return { values: own, width, labels: new Int32Array(days.length), classes: 1 };
  });
}

/** Settings that may differ from those of a training that is continued. */
const FREE = new Set(['iterations', 'snapshots', 'checkpointEverySeconds', 'backend', 'threads']);

async function prepareFolder(
  folder: string,
  description: GanDescription,
  resume: boolean,
): Promise<void> {
  const isThere = existsSync(join(folder, 'gan.json'));
  if (isThere && !resume) {
    throw new ConfigError(
      `${folder} must not hold a model, got one. Choose another folder, delete it, or resume its training.`,
    );
  }
  if (isThere) checkSame(folder, await readDescription(folder), description);
  await writeDescription(folder, description);
}

/** @throws ConfigError that names what differs */
function checkSame(folder: string, before: GanDescription, now: GanDescription): void {
  const [old, wanted] = [settleConfig(before.settings), settleConfig(now.settings)];
  const names = Object.keys(wanted) as (keyof SettledConfig)[];
  const other = names.find((name) => !FREE.has(name) && old[name] !== wanted[name]);
  if (other !== undefined) {
    throw new ConfigError(
      `\`${other}\` must be ${String(old[other])} to continue the training in ${folder}, got ${String(wanted[other])}.`,
    );
  }
  if (wanted.iterations < old.iterations) {
    throw new ConfigError(
      `\`iterations\` must be at least ${old.iterations} to continue the training in ${folder}, got ${wanted.iterations}.`,
    );
  }
  if (before.dataHash === now.dataHash) return;
  throw new ConfigError(
    `The training in ${folder} must continue with the days and classes that it began with, got others. Train a new ` +
      'model in another folder.',
  );
}
