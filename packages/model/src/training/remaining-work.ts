/** Whether a fit has anything left to do, decided from its settings and how far it has come. */
import { parseDuration } from '@anodec/core';
import type { TrainConfig } from '../config.js';
import type { Callback, Standing } from './callback.js';
import { configuredCallbacks } from './callbacks/registry.js';
import type { Ending } from './report.js';
import type { Checkpoint, PartialEpoch } from './training-state.js';

/** The answer of `remainingWork`. */
export type RemainingWork = { readonly done: false } | ({ readonly done: true } & Ending);

/** How far a fit has come, within an epoch too. */
export interface Progressed extends Standing {
  readonly partial?: PartialEpoch;
}

/** Epochs to train at most. */
export function epochLimit({ fastDevRun, maxEpochs }: TrainConfig): number {
  return Number(fastDevRun) > 0 ? 1 : maxEpochs;
}

/**
 * Whether a fit that is resumed from a checkpoint would train at all with these settings.
 *
 * Ask before anything is written: a resume with nothing left to do is best refused.
 */
export function remainingWork({ training }: Checkpoint, config: TrainConfig): RemainingWork {
  const isCut = training.partial !== undefined && training.best !== undefined;
  const ending =
    (isCut ? limitReached(training, config) : undefined) ??
    endOfFit(training, config, configuredCallbacks(config));
  return ending ? { done: true, ...ending } : { done: false };
}

/** Why no further epoch is to be trained; undefined when one is. An epoch that was begun is finished. */
export function endOfFit(
  progressed: Progressed,
  config: TrainConfig,
  callbacks: readonly Callback[],
): Ending | undefined {
  const { reports, partial } = progressed;
  if (partial) return undefined;
  const epochs = epochLimit(config);
  if (reports.length >= epochs) {
    return {
      reason: 'finished',
      message: config.fastDevRun
        ? 'fastDevRun trains one epoch only.'
        : `All ${reports.length} epochs are trained (maxEpochs = ${epochs}). Set a larger maxEpochs to train on.`,
    };
  }
  const limit = limitReached(progressed, config);
  if (limit) return limit;
  for (const callback of callbacks) {
    const ending = callback.endsFit?.(progressed);
    if (ending) return ending;
  }
  return undefined;
}

/** The limit of steps or time that is reached, also within an epoch. */
export function limitReached(progressed: Progressed, config: TrainConfig): Ending | undefined {
  const { maxSteps, maxTime } = config;
  const { step } = progressed;
  if (maxSteps !== undefined && step >= maxSteps) {
    return {
      reason: 'finished',
      message: `${step} steps are made (maxSteps = ${maxSteps}). Set a larger maxSteps to train on.`,
    };
  }
  if (maxTime !== undefined && 1000 * secondsTrained(progressed) >= parseDuration(maxTime)) {
    return {
      reason: 'finished',
      message: `The time of training is over (maxTime = ${maxTime}). Set a larger maxTime to train on.`,
    };
  }
  return undefined;
}

/** Seconds of all epochs and of the one in progress, those before a resume included. */
function secondsTrained({ reports, partial }: Progressed): number {
  return reports.reduce((sum, { seconds }) => sum + seconds, partial?.seconds ?? 0);
}
