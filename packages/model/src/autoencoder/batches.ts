/** Batches of windows of several recordings, gathered into buffers that are used again. */
import {
  checkWindowFits,
  createRandom,
  frameLength,
  type Random,
  shuffle,
  sliceFrame,
  slidingWindows,
  type TimeSeriesFrame,
  type WindowedDataset,
} from '@anodec/core';
import type { AutoencoderConfig } from '../config.js';
import type { BatchSource } from '../training/trainable.js';
import { describeWindows, locateWindow, type WindowPlace } from './describe-windows.js';
import { limitBatches } from './limit-batches.js';
import { recencyWeights, weighWindows } from './recency.js';

/** A batch of windows, those of one step in training. Its arrays are overwritten by the next batch. */
export interface WindowBatch {
  /** B */
  readonly size: number;
  /** (B, W, C), with `STAND_IN` for missing readings. */
  readonly input: Float32Array;
  /** (B, W, C), the target of the network: the readings, or their rows in reverse; NaN = missing. */
  readonly target: Float32Array;
  /**
   * (B, W, C), the weight of a reading in the loss: 0 where it is missing, else that of its window, 1 unless
   * recent windows weigh more; absent where all are 1.
   */
  readonly mask?: Float32Array;
  /** The source of dropout masks; absent in validation. */
  readonly dropout?: Random;
  /** (B), the windows, as indices over all datasets of their side, for messages. */
  readonly indices?: Int32Array;
}

/** The input for a missing reading: the mean, where channels have the standard scale. */
export const STAND_IN = 0;

/** Batches for training and validation, with the number of windows that there are of each. */
export interface WindowBatches extends BatchSource<WindowBatch> {
  readonly trainWindows: number;
  readonly validWindows: number;
  /** Where the windows of a training batch lie. */
  locate(batch: WindowBatch): readonly WindowPlace[];
}

/** The windows of one side, training or validation. */
interface Side {
  readonly datasets: readonly WindowedDataset[];
  /** Windows that there are. */
  readonly total: number;
  /** (N), the windows of an epoch in order, as indices over all datasets. */
  order(epoch: number): Int32Array;
}

/**
 * Random or shuffled windows for training, sliding ones for validation; or, with `sampledTrainShare`, both
 * from one sample of all recordings.
 *
 * The windows of an epoch and its dropout depend on the seed, the epoch and the batch alone, so that a
 * fit can continue at any step.
 *
 * @throws DataError when a recording has no stretch as long as a window
 */
export function createWindowBatches(
  config: AutoencoderConfig,
  recordings: readonly TimeSeriesFrame[],
  validation: readonly TimeSeriesFrame[],
): WindowBatches {
  const { accumulateGradBatches, batchSize, overfitBatches } = config;
  const { limitTrainBatches, limitValBatches } = config;
  checkWindowsFit(config, recordings, validation);
  const random = createRandom(config.seed);
  const sides =
    config.sampledTrainShare > 0
      ? sampledSides(config, [...recordings, ...validation], random)
      : separateSides(config, recordings, validation, random);
  const limit = (windows: number, share: number) =>
    limitBatches(Math.ceil(windows / batchSize), share, config);
  const C = recordings[0].channels.length;
  const gather = createGather({ ...config, batchSize: batchSize * accumulateGradBatches }, C);
  const weights = recencyWeights(sides.train.datasets, config.recencyHalfLife);
  return {
    trainWindows: sides.train.total,
    validWindows: sides.valid.total,
    stepsPerEpoch: Math.ceil(
      limit(sides.train.order(0).length, limitTrainBatches) / accumulateGradBatches,
    ),
    describe: ({ indices = new Int32Array() }) => describeWindows(sides.train.datasets, indices),
    locate: ({ indices = new Int32Array() }) =>
      Array.from(indices, (index) => locateWindow(sides.train.datasets, index)),
    *train(epoch, fromStep = 0) {
      const { datasets } = sides.train;
      const order = sides.train.order(overfitBatches > 0 ? 0 : epoch);
      const batches = limit(order.length, limitTrainBatches);
      const used = order.subarray(0, batches * batchSize);
      const B = batchSize * accumulateGradBatches;
      const steps = Math.ceil(batches / accumulateGradBatches);
      for (let b = fromStep; b < steps; b++) {
        const indices = used.subarray(b * B, (b + 1) * B);
        const batch = weigh(gather(datasets, indices), weights, indices);
        const dropout = random.stream(`dropout ${epoch} ${b}`);
        yield { ...batch, dropout };
      }
    },
    *valid() {
      const side = overfitBatches > 0 ? sides.train : sides.valid;
      const { datasets } = side;
      const order = side.order(0);
      const batches = limit(order.length, limitValBatches);
      for (let b = 0; b < batches; b++) {
        yield gather(datasets, order.subarray(b * batchSize, (b + 1) * batchSize));
      }
    },
  };
}

/**
 * The windows that scoring reconstructs, in the order of their rows.
 *
 * @yields batches of `scoreBatchSize`, the last one smaller
 * @throws DataError when a recording has no stretch as long as a window
 */
export function* scoringBatches(
  config: AutoencoderConfig,
  recordings: readonly TimeSeriesFrame[],
): Generator<WindowBatch> {
  const { windowSize: W, stride, windowOffset, scoreBatchSize: B } = config;
  for (const frame of recordings) checkWindowFits(frame, W, { what: 'a test recording' });
  const datasets = recordings.map((frame) => slidingWindows(frame, W, stride, windowOffset));
  const total = countWindows(datasets);
  const gather = createGather({ ...config, batchSize: B }, recordings[0].channels.length);
  for (let from = 0; from < total; from += B) {
    const size = Math.min(B, total - from);
    yield gather(
      datasets,
      Int32Array.from({ length: size }, (_, b) => from + b),
    );
  }
}

/** Training windows from the recordings, drawn for each epoch; validation windows from held-out rows. */
function separateSides(
  { windowSize: W, sampleSize, validationStride }: AutoencoderConfig,
  recordings: readonly TimeSeriesFrame[],
  validation: readonly TimeSeriesFrame[],
  random: Random,
): { train: Side; valid: Side } {
  const train = recordings.map((frame) => slidingWindows(frame, W));
  const valid = validation.map((frame) => slidingWindows(frame, W, validationStride || W));
  const [trainTotal, validTotal] = [countWindows(train), countWindows(valid)];
  const every = Int32Array.from({ length: validTotal }, (_, i) => i);
  return {
    train: {
      datasets: train,
      total: trainTotal,
      order: (epoch) => drawWindows(random.stream(`windows ${epoch}`), trainTotal, sampleSize),
    },
    valid: { datasets: valid, total: validTotal, order: () => every },
  };
}

/**
 * The original's sides: one random sample of windows, of which the first ones train and the others validate.
 *
 * As in the original, the window that ends with the last row of a recording is never drawn.
 */
function sampledSides(
  { windowSize: W, sampleSize, sampledTrainShare }: AutoencoderConfig,
  recordings: readonly TimeSeriesFrame[],
  random: Random,
): { train: Side; valid: Side } {
  const datasets = recordings.map((frame) =>
    slidingWindows(sliceFrame(frame, { start: 0, end: frameLength(frame) - 1 }), W),
  );
  const sample = drawWindows(random.stream('windows 0'), countWindows(datasets), sampleSize);
  const trained = Math.max(1, Math.floor(sampledTrainShare * sampleSize));
  const side = (order: Int32Array): Side => ({ datasets, total: order.length, order: () => order });
  return { train: side(sample.subarray(0, trained)), valid: side(sample.subarray(trained)) };
}

/** @throws DataError that names the side, its longest stretch, and settings that work */
function checkWindowsFit(
  { windowSize }: AutoencoderConfig,
  recordings: readonly TimeSeriesFrame[],
  validation: readonly TimeSeriesFrame[],
): void {
  const held = validation.length > 0;
  for (const frame of recordings) {
    const remedy = held ? 'A smaller validationSplit leaves more rows to train on.' : undefined;
    checkWindowFits(frame, windowSize, { what: 'a training recording', remedy });
  }
  for (const frame of validation) {
    const remedy = 'A larger validationSplit leaves more rows to validate on.';
    checkWindowFits(frame, windowSize, { what: 'a validation recording', remedy });
  }
}

function drawWindows(random: Random, total: number, sampleSize: number): Int32Array {
  if (sampleSize > 0) return Int32Array.from({ length: sampleSize }, () => random.integer(total));
  return shuffle(
    Int32Array.from({ length: total }, (_, i) => i),
    random,
  );
}

function countWindows(datasets: readonly WindowedDataset[]): number {
  return datasets.reduce((total, { starts }) => total + starts.length, 0);
}

function createGather(config: AutoencoderConfig, C: number) {
  const { windowSize: W, batchSize, reverseTarget } = config;
  const inputs = new Float32Array(batchSize * W * C);
  const targets = reverseTarget ? new Float32Array(inputs.length) : inputs;
  const incomplete = new Map<WindowedDataset, boolean>();
  const lacksReadings = (dataset: WindowedDataset): boolean => {
    const known = incomplete.get(dataset) ?? hasMissing(dataset.frame.values);
    incomplete.set(dataset, known);
    return known;
  };
  return (datasets: readonly WindowedDataset[], indices: Int32Array): WindowBatch => {
    const size = indices.length;
    const readings = inputs.subarray(0, size * W * C);
    for (let b = 0; b < size; b++) {
      gatherWindow(datasets, indices[b], readings.subarray(b * W * C, (b + 1) * W * C));
    }
    const target = targets.subarray(0, size * W * C);
    if (reverseTarget) reverseRows(readings, W, C, target);
    const isComplete = !datasets.some(lacksReadings) || !hasMissing(readings);
    if (isComplete) return { size, indices, input: readings, target };
    const mask = target.map((value) => (Number.isNaN(value) ? 0 : 1));
    return { size, indices, input: withStandIns(readings), target, mask };
  };
}

/** The batch with the weights of its windows in the mask. @param weights (N) of all windows */
function weigh(
  batch: WindowBatch,
  weights: Float32Array | undefined,
  indices: Int32Array,
): WindowBatch {
  if (!weights) return batch;
  const own = Float32Array.from(indices, (index) => weights[index]);
  return { ...batch, mask: weighWindows(batch.mask, own, batch.target.length) };
}

/** Whether a reading is missing. */
export function hasMissing(readings: Float32Array): boolean {
  for (let i = 0; i < readings.length; i++) if (Number.isNaN(readings[i])) return true;
  return false;
}

/** A copy of readings with the stand-in where one is missing: the input of a network. */
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
 * Reverses the order of the rows of each window.
 *
 * @param windows (B, W, C)
 * @param out (B, W, C), overwritten
 */
export function reverseRows(windows: Float32Array, W: number, C: number, out: Float32Array): void {
  const rows = windows.length / C;
  for (let row = 0; row < rows; row++) {
    const w = row % W;
    const from = row * C;
    const to = (row - w + (W - 1 - w)) * C;
    // not `set` of a view: the views of all rows would be most of what a short step leaves to be collected
    for (let c = 0; c < C; c++) out[to + c] = windows[from + c];
  }
}
