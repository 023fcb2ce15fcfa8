/** Windows of several recordings, batch by batch, in buffers that are used again. */
import {
  createRandom,
  type Random,
  shuffle,
  slidingWindows,
  type TimeSeriesFrame,
  type WindowedDataset,
} from '@anodec/core';
import type { AutoencoderConfig } from '../config.js';
import type { BatchSource } from '../training/trainer.js';

/** Some windows. The arrays are overwritten by the next batch. */
export interface WindowBatch {
  /** B */
  readonly size: number;
  /** (B, W, C), with `STAND_IN` for missing readings. */
  readonly input: Float32Array;
  /** (B, W, C), what the network is to say: the readings, or their rows in reverse; NaN = missing. */
  readonly target: Float32Array;
  /** (B, W, C), 1 where the target has a reading, 0 where not; left out where none is missing. */
  readonly mask?: Float32Array;
  /** Where dropout draws from; left out in validation. */
  readonly dropout?: Random;
}

/** What a network sees of a missing reading: the mean, where channels have the standard scale. */
export const STAND_IN = 0;

/** Batches for training and validation, and how many windows there are of each. */
export interface WindowBatches extends BatchSource<WindowBatch> {
  readonly trainWindows: number;
  readonly validWindows: number;
}

/**
 * Random or shuffled windows for training, sliding ones for validation.
 *
 * The windows of an epoch depend on the seed and the number of the epoch alone, so that a fit can
 * go on at any epoch.
 *
 * @throws DataError when a recording has no stretch as long as a window
 */
export function createWindowBatches(
  config: AutoencoderConfig,
  recordings: readonly TimeSeriesFrame[],
  validation: readonly TimeSeriesFrame[],
): WindowBatches {
  const { windowSize: W, sampleSize, batchSize, fastDevRun } = config;
  const train = recordings.map((frame) => slidingWindows(frame, W));
  const valid = validation.map((frame) => slidingWindows(frame, W, config.validationStride || W));
  const trainTotal = countWindows(train);
  const validTotal = countWindows(valid);
  const perEpoch = sampleSize === 0 ? trainTotal : sampleSize;
  const limit = (windows: number, share: number) =>
    limitBatches(Math.ceil(windows / batchSize), fastDevRun ? { count: 1 } : { share });
  const random = createRandom(config.seed);
  const gather = createGather(config, recordings[0].channels.length);
  return {
    trainWindows: trainTotal,
    validWindows: validTotal,
    stepsPerEpoch: limit(perEpoch, config.limitTrainBatches),
    *train(epoch) {
      const order = drawWindows(random.stream(`windows ${epoch}`), trainTotal, sampleSize);
      const batches = limit(order.length, config.limitTrainBatches);
      for (let b = 0; b < batches; b++) {
        const indices = order.subarray(b * batchSize, (b + 1) * batchSize);
        yield { ...gather(train, indices), dropout: random.stream(`dropout ${epoch} ${b}`) };
      }
    },
    *valid() {
      const order = Int32Array.from({ length: validTotal }, (_, i) => i);
      const batches = limit(order.length, config.limitValBatches);
      for (let b = 0; b < batches; b++) {
        yield gather(valid, order.subarray(b * batchSize, (b + 1) * batchSize));
      }
    },
  };
}

function drawWindows(random: Random, total: number, sampleSize: number): Int32Array {
  if (sampleSize > 0) return Int32Array.from({ length: sampleSize }, () => random.integer(total));
  return shuffle(
    Int32Array.from({ length: total }, (_, i) => i),
    random,
  );
}

/** A share up to 1, a count above, as the original's flags. */
function limitBatches(batches: number, limit: { count: number } | { share: number }): number {
  if ('count' in limit) return Math.min(batches, limit.count);
  if (limit.share > 1) return Math.min(batches, Math.floor(limit.share));
  return Math.min(batches, Math.max(1, Math.floor(batches * limit.share)));
}

function countWindows(datasets: readonly WindowedDataset[]): number {
  return datasets.reduce((total, { starts }) => total + starts.length, 0);
}

function createGather(config: AutoencoderConfig, C: number) {
  const { windowSize: W, batchSize, reverseTarget } = config;
  const inputs = new Float32Array(batchSize * W * C);
  const targets = reverseTarget ? new Float32Array(inputs.length) : inputs;
  return (datasets: readonly WindowedDataset[], indices: Int32Array): WindowBatch => {
    const size = indices.length;
    const readings = inputs.subarray(0, size * W * C);
    for (let b = 0; b < size; b++) {
      gatherWindow(datasets, indices[b], readings.subarray(b * W * C, (b + 1) * W * C));
    }
    const target = targets.subarray(0, size * W * C);
    if (reverseTarget) reverseRows(readings, W, C, target);
    if (!hasMissing(readings)) return { size, input: readings, target };
    const mask = target.map((value) => (Number.isNaN(value) ? 0 : 1));
    return { size, input: withStandIns(readings), target, mask };
  };
}

/** Whether a reading is missing. */
export function hasMissing(readings: Float32Array): boolean {
  for (let i = 0; i < readings.length; i++) if (Number.isNaN(readings[i])) return true;
  return false;
}

/** Readings as a network sees them, copied. */
export function withStandIns(readings: Float32Array): Float32Array {
  return readings.map((value) => (Number.isNaN(value) ? STAND_IN : value));
}

/** Copies the window with this index among those of all datasets. */
function gatherWindow(
  datasets: readonly WindowedDataset[],
  index: number,
  out: Float32Array,
): void {
  let local = index;
  for (const dataset of datasets) {
    if (local < dataset.starts.length) {
      dataset.gather([local], out);
      return;
    }
    local -= dataset.starts.length;
  }
}

/**
 * Turns the rows of each window round.
 *
 * @param windows (B, W, C)
 * @param out (B, W, C), overwritten
 */
export function reverseRows(windows: Float32Array, W: number, C: number, out: Float32Array): void {
  const rows = windows.length / C;
  for (let row = 0; row < rows; row++) {
    const w = row % W;
    const mirrored = row - w + (W - 1 - w);
    out.set(windows.subarray(row * C, (row + 1) * C), mirrored * C);
  }
}
