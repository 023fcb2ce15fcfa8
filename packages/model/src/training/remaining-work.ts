/** Whether a fit has anything left to do, decided from its settings and how far it has come. */
import type { TrainConfig } from '../config.js';
import type { Callback, Standing } from './callback.js';
import { configuredCallbacks } from './callbacks/registry.js';
import type { Ending } from './report.js';
import type { Checkpoint } from './training-state.js';

/** The answer of `remainingWork`. */
export type RemainingWork = { readonly done: false } | ({ readonly done: true } & Ending);

/** Epochs to train at most. */
export function epochLimit({ fastDevRun, maxEpochs }: TrainConfig): number {
  return fastDevRun ? 1 : maxEpochs;
}

/**
 * Whether a fit that is resumed from a checkpoint would train at all with these settings.
 *
 * Ask before anything is written: a resume with nothing left to do is best refused.
 */
export function remainingWork({ training }: Checkpoint, config: TrainConfig): RemainingWork {
  const ending = endOfFit(training, config, configuredCallbacks(config));
  return ending ? { done: true, ...ending } : { done: false };
}

/** Why no further epoch is to be trained; undefined when one is. An epoch that was begun is finished. */
export function endOfFit(
  standing: Standing & { readonly partial?: unknown },
  config: TrainConfig,
  callbacks: readonly Callback[],
): Ending | undefined {
  if (standing.partial) return undefined;
  const { reports, step } = standing;
  const limit = epochLimit(config);
  if (reports.length >= limit) {
    return {
      reason: 'finished',
      message: config.fastDevRun
        ? 'fastDevRun trains one epoch only.'
        : `All ${reports.length} epochs are trained (maxEpochs = ${limit}). Set a larger maxEpochs to train on.`,
    };
  }
  if (config.maxSteps !== undefined && step >= config.maxSteps) {
    return {
      reason: 'finished',
      message: `${step} steps are made (maxSteps = ${config.maxSteps}). Set a larger maxSteps to train on.`,
    };
  }
  for (const callback of callbacks) {
    const ending = callback.endsFit?.(standing);
    if (ending) return ending;
  }
  return undefined;
}
