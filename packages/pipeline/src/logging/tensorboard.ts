/**
 * The TensorBoard log of a training: losses by step and by epoch, learning rates, the norm of the gradient,
 * histograms of weights, charts of reconstructions, the settings and the graph.
 */
import { ConfigError, StoppedError, type TimeSeriesFrame } from '@anodec/core';
import type { Callback, EpochReport, StepReport } from '@anodec/model';
import type { GuardedEventWriter, Hparams, Run } from '@anodec/runs';
import type { LoggingConfig } from '../settings/logging-config.js';
import { logArrays } from './log-arrays.js';
import { createReconstructionLog } from './log-reconstructions.js';
import { modelGraph } from './model-graph.js';

/** What is logged beside numbers. */
export interface LoggedData {
  readonly hparams: Hparams;
  /** The recording whose reconstruction is drawn, as the detector reads it. */
  readonly charted: TimeSeriesFrame | undefined;
}

/** The log of one training. */
export interface TensorBoardLog {
  readonly callback: Callback;
  readonly events: GuardedEventWriter;
  /** Ends the log; a second call does nothing. */
  close(status?: 'success' | 'failure'): void;
  /** Sentences about what is missing in the log. */
  notes(): string[];
}

/**
 * Begins a log in the directory of a run. A full disk leaves it incomplete, and the training goes on.
 *
 * @throws ConfigError when a sensor that is to be drawn is not there
 */
export function createTensorBoardLog(
  run: Run,
  config: LoggingConfig,
  { hparams, charted }: LoggedData,
): TensorBoardLog {
  if (charted) checkSensors(config.logSensors, charted.channels);
  const events = run.openEvents();
  const logReconstruction = charted && createReconstructionLog(events, charted, config.logSensors);
  let stepsPerEpoch = Infinity;
  let closed = false;
  events.hyperparameters(hyperparametersOf(hparams));
  events.customScalars({
    losses: { 'by epoch': { lines: ['losses/train_loss', 'losses/val_loss'] } },
  });
  const callback: Callback = {
    async onFitStart(start, access) {
      stepsPerEpoch = start.stepsPerEpoch;
      const state = await access.detector();
      events.graph(modelGraph(state));
      for (const report of access.reports) logEpoch(events, report); // those from before a resume
      if (isDue(0, config.logHistogramsEveryNEpochs)) {
        logArrays(events, 'weights', state.arrays, access.step);
      }
      events.flush();
    },
    // not async: most steps have nothing to wait for
    onStepEnd(report, access) {
      const { epoch, step } = report;
      if (step % config.logEveryNSteps === 0) logStep(events, report);
      const isLast = step === (epoch + 1) * stepsPerEpoch;
      if (!isLast || !isDue(epoch + 1, config.logHistogramsEveryNEpochs)) return undefined;
      return access
        .gradients()
        .then((gradients = {}) => logArrays(events, 'gradients', gradients, step));
    },
    async onEpochEnd(report, access) {
      const { step } = report;
      const epochs = report.epoch + 1;
      logEpoch(events, report);
      if (isDue(epochs, config.logHistogramsEveryNEpochs)) {
        logArrays(events, 'weights', (await access.detector()).arrays, step);
      }
      const { logReconstructionsEveryNEpochs: every } = config;
      if (logReconstruction && (isDue(epochs, every) || (every > 0 && epochs === 1))) {
        await logReconstruction(await access.detector(), step);
      }
      events.flush();
    },
  };
  return {
    callback,
    events,
    close(status) {
      if (closed) return;
      closed = true;
      if (status) events.endSession(status);
      events.close();
    },
    notes: () =>
      events.fault
        ? [`The TensorBoard log of this training is incomplete. ${events.fault.message}`]
        : [],
  };
}

function checkSensors(sensors: readonly string[], channels: readonly string[]): void {
  const unknown = sensors.find((name) => !channels.includes(name));
  if (unknown === undefined) return;
  throw new ConfigError(
    `\`logSensors\` must name sensors of the data, got ${unknown}. There are ${channels.join(', ')}.`,
  );
}

/** How an error leaves the session: as failed, or open where the user stopped it and may resume. */
export function statusOf(error: unknown): 'failure' | undefined {
  return error instanceof StoppedError ? undefined : 'failure';
}

function isDue(epochs: number, every: number): boolean {
  return every > 0 && epochs % every === 0;
}

function logStep(events: GuardedEventWriter, { step, values, learningRates }: StepReport): void {
  const scalars: Record<string, number> = {};
  for (const [name, value] of Object.entries(values)) scalars[stepTag(name)] = value;
  const rates = Object.entries(learningRates);
  for (const [name, rate] of rates) {
    scalars[rates.length === 1 ? 'step/learning_rate' : `step/learning_rate_${name}`] = rate;
  }
  events.scalars(scalars, step);
}

/** Tags of the step curves, as in runs of earlier versions. */
function stepTag(name: string): string {
  return name === 'gradientNorm' ? 'step/gradient_norm' : `step/train_${name}`;
}

function logEpoch(events: GuardedEventWriter, report: EpochReport): void {
  const { epoch, step, train, valid } = report;
  const losses = { 'losses/train_loss': train.loss, 'losses/val_loss': valid.loss };
  const known = Object.entries(losses).filter(([, loss]) => Number.isFinite(loss));
  events.scalars({ ...Object.fromEntries(known), epoch }, step);
}

/** Settings as the HParams page knows them; lists become texts, and what is not set is left out. */
function hyperparametersOf(hparams: Hparams): Record<string, string | number | boolean> {
  const entries = Object.entries(hparams).flatMap(([name, value]) => {
    if (value === null) return [];
    if (typeof value === 'object') return [[name, value.join(', ')] as const];
    return [[name, value] as const];
  });
  return Object.fromEntries(entries);
}
