/**
 * The fastest batch size: windows per second and memory, measured at powers of two.
 *
 * It is about speed alone. A larger batch makes fewer steps of an epoch, with less noise, and often wants a
 * higher learning rate; whether it trains as well is for a training to show.
 */
import { totalmem } from 'node:os';
import { checkStopped, ConfigError, type Listeners, median, withProgress } from '@anodec/core';
import { z } from 'zod';
import type { BatchSource, NamedValues, Sized, Trainable } from '../training/trainable.js';
import { endlessly } from './learning-rate.js';

/** The sizes to try and when to end. */
export const BatchSizeSearch = z.strictObject({
  minBatchSize: z.int().min(1).default(8).describe('Smallest batch size that is tried'),
  maxBatchSize: z.int().min(1).default(4096).describe('Largest batch size that is tried'),
  leastGain: z
    .number()
    .min(0)
    .default(0.05)
    .describe('Share by which a doubled batch size must be faster for the search to go on'),
  trialSeconds: z
    .number()
    .positive()
    .default(1)
    .describe(
      'Seconds for which each batch size is measured, after two steps that are not counted',
    ),
  memoryShare: z
    .number()
    .positive()
    .max(1)
    .default(0.5)
    .describe('Share of the memory of the machine that the process may reach'),
});

export type BatchSizeSearch = z.output<typeof BatchSizeSearch>;

/** The measurement of one batch size. */
export interface BatchTrial {
  readonly batchSize: number;
  readonly windowsPerSecond: number;
  /** Highest memory of the process so far, in bytes. */
  readonly peakMemory: number;
}

/** The outcome of a search. */
export interface BatchSizeFinding {
  readonly trials: readonly BatchTrial[];
  readonly suggestion: number;
  /** Why no larger size was tried. */
  readonly ending: 'no faster' | 'memory' | 'largest size';
}

/** Measures one batch size. */
export type MeasureBatch = (batchSize: number) => Promise<BatchTrial>;

/**
 * Doubles the batch size until that is hardly faster, or the process needs too much memory.
 *
 * @throws StoppedError when the signal is raised
 * @throws ConfigError when the smallest size already needs too much memory
 */
export async function findBatchSize(
  measure: MeasureBatch,
  { minBatchSize, maxBatchSize, leastGain, memoryShare }: BatchSizeSearch,
  { progress, signal }: Listeners = {},
): Promise<BatchSizeFinding> {
  const trials: BatchTrial[] = [];
  const limit = memoryShare * totalmem();
  let ending: BatchSizeFinding['ending'] = 'largest size';
  const doublings = Math.max(0, Math.floor(Math.log2(maxBatchSize / minBatchSize))) + 1;
  const task = { label: 'Measuring batch sizes', total: doublings, unit: 'sizes' };
  await withProgress(progress, task, async (update) => {
    for (let batchSize = minBatchSize; batchSize <= maxBatchSize; batchSize *= 2) {
      checkStopped(signal, 'finding a batch size');
      const trial = await measure(batchSize);
      const before = trials.at(-1);
      trials.push(trial);
      update(trials.length, `${Math.round(trial.windowsPerSecond)} windows/s`);
      if (trial.peakMemory > limit) ending = 'memory';
      else if (before && trial.windowsPerSecond < (1 + leastGain) * before.windowsPerSecond) {
        ending = 'no faster';
      } else continue;
      break;
    }
  });
  const kept = ending === 'largest size' ? trials.at(-1) : trials.at(-2);
  if (kept) return { trials, suggestion: kept.batchSize, ending };
  throw new ConfigError(
    trials.length === 0
      ? `minBatchSize must not be larger than maxBatchSize, got ${minBatchSize} and ${maxBatchSize}.`
      : `memoryShare must leave room for a batch of ${minBatchSize}, but the process already needs more than ` +
          `${Math.round(limit / 1e6)} MB. Choose a larger share or a smaller minBatchSize.`,
  );
}

/** Steps before the measurement, in which memory is allocated and code is compiled. */
const WARM_UP = 2;

/** Fewest steps of a measurement. */
const FEWEST = 3;

/**
 * Measures the steps of a model for some seconds, and takes the median; the model is changed by them.
 *
 * @throws StoppedError when the signal is raised
 */
export async function measureSteps<Batch extends Sized>(
  model: Trainable<Batch>,
  batches: BatchSource<Batch>,
  learningRate: number,
  seconds: number,
  signal?: AbortSignal,
): Promise<Pick<BatchTrial, 'windowsPerSecond' | 'peakMemory'>> {
  const learningRates: NamedValues = Object.fromEntries(
    model.optimizers.map((name) => [name, learningRate]),
  );
  const speeds: number[] = [];
  const began = performance.now();
  let step = 0;
  for (const batch of endlessly(batches)) {
    checkStopped(signal, 'finding a batch size');
    const { size } = batch; // before the step, as its arrays are those of the next batch
    const start = performance.now();
    await model.step(batch, { learningRates, step });
    step += 1;
    if (step > WARM_UP) speeds.push((1000 * size) / (performance.now() - start));
    if (speeds.length >= FEWEST && performance.now() - began >= 1000 * seconds) break;
    await new Promise(setImmediate); // lets Ctrl-C through
  }
  return {
    windowsPerSecond: median(speeds), // other programs slow some steps down
    peakMemory: process.resourceUsage().maxRSS * 1024,
  };
}
