/** Logging of trainings and evaluations to the tracking server that the settings name. */
import { isUserError, StoppedError } from '@anodec/core';
import type { Callback } from '@anodec/model';
import type { LoggingConfig, TrainListeners } from '@anodec/pipeline';
import type { Run } from '@anodec/runs';
import { readRunStory } from '../story/run-story.js';
import type { LoggedEnding, LoggerOptions, RunLogger } from './logger.js';
import { loggers } from './registry.js';

/** Logging of one command, which may train several runs one after the other. */
export interface Logging {
  /** Listeners that log besides what they did. */
  listen<L extends TrainListeners>(listeners: L): L & TrainListeners;
  /** Does the work, and logs how the last run ended. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

/** The settings of a logger. */
export type TrackingSettings = Pick<LoggingConfig, 'logger' | 'trackingUri' | 'experimentName'>;

/** @throws ConfigError when the settings of the logger cannot be used, before anything is trained */
export function createLogging(
  { logger: name, trackingUri, experimentName }: TrackingSettings,
  note: (line: string) => void,
): Logging {
  const open = loggers[name]?.create({
    ...(trackingUri !== undefined && { trackingUri }),
    ...(experimentName !== undefined && { experiment: experimentName }),
  });
  if (open === undefined) return { listen: (listeners) => listeners, during: (work) => work() };
  let current: RunLogger | undefined;
  const end = async (ending: LoggedEnding): Promise<void> => {
    const ended = current;
    current = undefined;
    await ended?.end(ending);
  };
  const callback: Callback = {
    async onEpochEnd(report) {
      await current?.epoch(report);
    },
  };
  return {
    listen: (listeners) => ({
      ...listeners,
      callbacks: [...(listeners.callbacks ?? []), callback],
      async onRun(run: Run) {
        await end('finished'); // an earlier seed
        await listeners.onRun?.(run);
        current = open(run, note);
        await current.start(await readRunStory(run));
      },
    }),
    async during(work) {
      try {
        const result = await work();
        await end('finished');
        return result;
      } catch (error) {
        await end(error instanceof StoppedError ? 'stopped' : 'failed').catch((second: unknown) => {
          if (!isUserError(second)) throw second; // a full disk must not hide why the training ended
        });
        throw error;
      }
    },
  };
}

/** Logs the results of a run wherever its training was logged. */
export async function trackEvaluation(run: Run, note: (line: string) => void): Promise<void> {
  for (const entry of Object.values(loggers)) {
    const logger = await entry.reopen(run, note);
    if (logger) await logger.evaluated(await readRunStory(run));
  }
}

/**
 * Sends what a logger of a run has not sent yet; a run that was not logged is logged from its files.
 *
 * @returns whether nothing is left to send
 * @throws ConfigError when the settings of the logger cannot be used
 */
export async function sendLog(
  run: Run,
  name: string,
  note: (line: string) => void,
  options: LoggerOptions = {},
): Promise<boolean> {
  const entry = loggers[name];
  const before = await entry.reopen(run, note, options);
  if (before) return before.send();
  const logger = entry.create(options)(run, () => undefined);
  const story = await readRunStory(run);
  await logger.start(story);
  for (const { epoch = NaN, step = NaN, train_loss, val_loss, seconds = NaN } of story.epochs) {
    const [train, valid] = [{ loss: train_loss ?? NaN }, { loss: val_loss ?? NaN }];
    await logger.epoch({ epoch, step, train, valid, loss: valid.loss, seconds, isBest: false });
  }
  if (story.metrics.length > 0) await logger.evaluated(story);
  const { status } = story;
  await logger.end(status === 'finished' || status === 'stopped' ? status : 'failed');
  return (await entry.reopen(run, note, options))?.send() ?? false;
}
