/** The training loop: epochs, validation, early stopping, the best weights. */
import {
  DataError,
  type DetectorState,
  type Progress,
  silentProgress,
  StoppedError,
} from '@anodec/core';
import type { TrainConfig } from '../config.js';
import { createPause } from '../event-loop.js';
import type { Callback, EpochReport, FitSummary } from './callback.js';
import type { Learned, TrainingState } from './checkpoint.js';

/** Anything to learn from, of `size` examples. */
export interface Sized {
  readonly size: number;
}

/** What can be trained: weights that live where it computes, and the operations on them. */
export interface Trainable<Batch extends Sized> {
  /** Optimiser steps made. */
  readonly steps: number;
  /** One optimiser step. */
  step(batch: Batch): Promise<StepResult>;
  loss(batch: Batch): Promise<number>;
  /** Copies out what has been learned. */
  read(): Promise<Learned>;
  /** Puts it back. */
  write(learned: Learned): void;
  /** What was learned, with these weights. */
  state(weights: Float32Array): DetectorState;
}

export interface StepResult {
  /** The mean loss of the batch, before the step. */
  readonly loss: number;
  /** The norm of the gradient before clipping. */
  readonly gradientNorm: number;
}

/** Where batches come from. A batch is used before the next one is asked for. */
export interface BatchSource<Batch extends Sized> {
  readonly stepsPerEpoch: number;
  train(epoch: number): Iterable<Batch>;
  valid(): Iterable<Batch>;
}

export interface TrainerOptions {
  readonly callbacks?: readonly Callback[];
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
  /** Where to go on from; `model` is overwritten with it. */
  readonly resume?: TrainingState;
  /** How many layers the program has run as single operations so far. */
  readonly fallbackCount?: () => number;
}

/** Where the loop stands between two epochs. */
interface Standing {
  reports: EpochReport[];
  learned: Learned;
  best: { epoch: number; loss: number; weights: Float32Array };
  /** One for the whole fit: an epoch may be shorter than the time between two pauses. */
  readonly pause: () => Promise<void>;
}

/** What a fit comes to. */
export interface FitResult {
  readonly summary: FitSummary;
  /** Those of the best epoch. */
  readonly weights: Float32Array;
}

/**
 * Trains until the epochs are over, patience ends, a callback says stop, or the signal is raised; an
 * epoch that was interrupted counts for nothing.
 *
 * @throws DataError when the loss is no longer a number
 * @throws StoppedError when the signal is raised before the first epoch is over
 */
export async function fit<Batch extends Sized>(
  model: Trainable<Batch>,
  batches: BatchSource<Batch>,
  config: TrainConfig,
  options: TrainerOptions = {},
): Promise<FitResult> {
  const { callbacks = [], progress = silentProgress, fallbackCount = () => 0 } = options;
  const fallbacksBefore = fallbackCount();
  const standing = await begin(model, options.resume);
  const maxEpochs = config.fastDevRun ? 1 : config.maxEpochs;
  let reason: FitSummary['reason'] | undefined;
  progress.begin('Training', maxEpochs, 'epochs');
  try {
    while (!reason) {
      reason = await nextEpoch(model, batches, { ...config, maxEpochs }, standing, options);
    }
  } finally {
    progress.end();
  }
  if (standing.reports.length === 0) throw new StoppedError('Stopped in the first epoch.');
  const fallbacks = fallbackCount() - fallbacksBefore;
  const { reports, best } = standing;
  const summary = { reports, bestEpoch: best.epoch, reason, fallbacks };
  for (const callback of callbacks) await callback.onFitEnd?.(summary);
  return { summary, weights: best.weights };
}

/** @returns why this was the last epoch, undefined when another one follows */
async function nextEpoch<Batch extends Sized>(
  model: Trainable<Batch>,
  batches: BatchSource<Batch>,
  config: TrainConfig,
  standing: Standing,
  options: TrainerOptions,
): Promise<FitSummary['reason'] | undefined> {
  const epoch = standing.reports.length;
  const enoughSteps = config.maxSteps !== undefined && model.steps >= config.maxSteps;
  if (epoch >= config.maxEpochs || enoughSteps) return 'finished';
  if (patienceEnds(standing, config)) return 'early stopping'; // first, so that a resumed fit ends too
  const report = await runEpoch(model, batches, epoch, standing, options);
  if (!report) return 'stopped on request';
  standing.reports.push(report);
  standing.learned = await model.read();
  if (report.isBest) {
    standing.best = { epoch, loss: watched(report), weights: standing.learned.weights };
  }
  const stop = await tellEpoch(model, standing, report, options.callbacks ?? []);
  return stop ? 'callback' : undefined;
}

async function begin<Batch extends Sized>(
  model: Trainable<Batch>,
  resume: TrainingState | undefined,
): Promise<Standing> {
  const pause = createPause();
  if (resume) {
    model.write(resume);
    return { reports: [...resume.reports], learned: resume, best: { ...resume.best }, pause };
  }
  const learned = await model.read();
  const none = { epoch: -1, loss: Infinity, weights: learned.weights };
  return { reports: [], learned, best: none, pause };
}

/** @returns undefined when the signal was raised */
async function runEpoch<Batch extends Sized>(
  model: Trainable<Batch>,
  batches: BatchSource<Batch>,
  epoch: number,
  { best, reports, pause }: Standing,
  { callbacks = [], signal, progress = silentProgress }: TrainerOptions,
): Promise<EpochReport | undefined> {
  const start = performance.now();
  const train = createMean();
  let batch = 0;
  for (const windows of batches.train(epoch)) {
    const { loss, gradientNorm } = await model.step(windows);
    checkFinite(loss, epoch, model.steps - 1);
    train.add(loss, windows.size);
    batch += 1;
    for (const callback of callbacks) {
      await callback.onStepEnd?.({ epoch, step: model.steps, loss, gradientNorm });
    }
    progress.update(epoch + batch / batches.stepsPerEpoch, note(loss, reports.at(-1)));
    await pause();
    if (signal?.aborted) return undefined;
  }
  const valid = createMean();
  for (const windows of batches.valid()) {
    valid.add(await model.loss(windows), windows.size);
    await pause();
    if (signal?.aborted) return undefined;
  }
  const means = { trainLoss: train.value(), validLoss: valid.value() };
  const report = { epoch, step: model.steps, ...means };
  const isBest = watched(report) < best.loss || best.epoch < 0;
  return { ...report, seconds: (performance.now() - start) / 1000, isBest };
}

/** @returns whether a callback wants to stop */
async function tellEpoch<Batch extends Sized>(
  model: Trainable<Batch>,
  { reports, learned, best }: Standing,
  report: EpochReport,
  callbacks: readonly Callback[],
): Promise<boolean> {
  const training = (): TrainingState => ({
    epochs: reports.length,
    reports: [...reports],
    weights: learned.weights.slice(),
    adam: {
      step: learned.adam.step,
      first: learned.adam.first.slice(),
      second: learned.adam.second.slice(),
    },
    best: { ...best, weights: best.weights.slice() },
  });
  const state = () => model.state(learned.weights);
  const checkpoint = () => ({ detector: state(), training: training() });
  let stop = false;
  for (const callback of callbacks) {
    if ((await callback.onEpochEnd?.(report, { state, checkpoint })) === 'stop') stop = true;
  }
  return stop;
}

function patienceEnds({ reports, best }: Standing, config: TrainConfig): boolean {
  const { earlyStoppingPatience: patience, minEpochs } = config;
  if (patience === 0 || reports.length < minEpochs) return false;
  return reports.length - 1 - best.epoch >= patience;
}

/** The loss that decides which epoch is best. */
function watched({ trainLoss, validLoss }: { trainLoss: number; validLoss: number }): number {
  return Number.isNaN(validLoss) ? trainLoss : validLoss;
}

function checkFinite(loss: number, epoch: number, step: number): void {
  if (Number.isFinite(loss)) return;
  throw new DataError(
    `The training loss must stay a finite number, got ${loss} in epoch ${epoch} after ${step} ` +
      'steps. Choose a smaller --learning-rate or set --gradient-clip-val.',
  );
}

function note(loss: number, last: EpochReport | undefined): string {
  const valid = last && !Number.isNaN(last.validLoss) ? `, valid ${last.validLoss.toFixed(4)}` : '';
  return `loss ${loss.toFixed(4)}${valid}`;
}

/** The mean over examples; the last batch of an epoch may have fewer. NaN for none. */
function createMean() {
  let sum = 0;
  let count = 0;
  return {
    add(loss: number, size: number): void {
      sum += loss * size;
      count += size;
    },
    value: () => sum / count,
  };
}
