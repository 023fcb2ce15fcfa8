/**
 * Trains a network: by limited-memory BFGS over all rows, or by steps over batches.
 *
 * The rules of batches, of shuffling and of stopping are those of scikit-learn's MLPClassifier, so that the same
 * settings mean the same.
 */
import { type ClassLabels, DataError, type Random, shuffle, type Work } from '@anodec/core';
import { minimise } from '../optimise/lbfgs.js';
import { stratifiedSplit } from '../stratified.js';
import { type Batch, lossAndGradient, outputsOf, parameterCount, type Shape } from './network.js';
import {
  type AdamSettings,
  adam,
  type DescentSettings,
  gradientDescent,
  type StepRule,
} from './steps.js';

/** Settings of the training. */
export interface NetworkTraining extends DescentSettings, AdamSettings {
  readonly solver: 'lbfgs' | 'sgd' | 'adam';
  readonly alpha: number;
  readonly maxIterations: number;
  readonly tolerance: number;
  /** Rows; 0 for at most 200. */
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly earlyStopping: boolean;
  readonly validationShare: number;
  readonly patience: number;
  readonly seed: number;
}

/**
 * Trains a network.
 *
 * @param parameters to begin with; overwritten with those that were learned
 * @param labels of the rows, for a stratified validation part
 * @throws DataError when the parameters grow beyond all numbers
 */
export async function trainNetwork(
  shape: Shape,
  parameters: Float64Array,
  rows: Batch,
  labels: ClassLabels,
  training: NetworkTraining,
  random: Random,
  work: Work,
): Promise<void> {
  if (training.solver === 'lbfgs') {
    const { alpha, maxIterations, tolerance } = training;
    await minimise(
      (at, gradient) => lossAndGradient(shape, at, rows, alpha, gradient),
      parameters,
      { maxIterations, gradientTolerance: tolerance },
      (iterations) => work.piece(iterations),
    );
  } else {
    await trainInBatches(shape, parameters, rows, labels, training, random, work);
  }
  if (parameters.every((value) => Number.isFinite(value))) return;
  throw new DataError(
    'Training must end with finite weights, got a weight beyond all numbers. Scale the features ' +
      '(scaling standard) or lower the learning rate.',
  );
}

async function trainInBatches(
  shape: Shape,
  parameters: Float64Array,
  rows: Batch,
  labels: ClassLabels,
  training: NetworkTraining,
  random: Random,
  work: Work,
): Promise<void> {
  const count = parameterCount(shape);
  const rule = training.solver === 'sgd' ? gradientDescent(count, training) : adam(count, training);
  const split = training.earlyStopping
    ? stratifiedSplit(labels, training.validationShare, training.seed)
    : undefined;
  const learned = split ? selectBatch(shape, rows, split.train) : rows;
  const held = split && selectBatch(shape, rows, split.test);
  const order = new Int32Array(learned.N).map((_, n) => n);
  const stopping = createStopping(training);
  for (let epoch = 0; epoch < training.maxIterations; epoch++) {
    await work.piece(epoch);
    if (training.shuffle) shuffle(order, random);
    const loss = runEpoch(shape, parameters, learned, order, training, rule);
    const score = held ? accuracy(shape, parameters, held) : -loss;
    const isTired = stopping.isTired(score, parameters);
    rule.endEpoch((epoch + 1) * learned.N);
    if (isTired && !rule.slowDown()) break;
  }
  if (held && stopping.best) parameters.set(stopping.best);
}

/** @returns the mean loss over the epoch, each batch before its step */
function runEpoch(
  shape: Shape,
  parameters: Float64Array,
  rows: Batch,
  order: Int32Array,
  { alpha, batchSize }: NetworkTraining,
  rule: StepRule,
): number {
  const size = Math.min(batchSize === 0 ? 200 : batchSize, rows.N);
  const gradient = new Float64Array(parameters.length);
  let sum = 0;
  for (let start = 0; start < rows.N; start += size) {
    const batch = selectBatch(shape, rows, order.subarray(start, start + size));
    sum += batch.N * lossAndGradient(shape, parameters, batch, alpha, gradient);
    rule.move(parameters, gradient);
  }
  return sum / rows.N;
}

/** Counts epochs without improvement, and keeps the best parameters. */
function createStopping({ tolerance, patience, earlyStopping }: NetworkTraining): {
  readonly best: Float64Array | undefined;
  isTired(score: number, parameters: Float64Array): boolean;
} {
  let [highest, without] = [-Infinity, 0];
  let best: Float64Array | undefined;
  return {
    get best() {
      return best;
    },
    isTired(score, parameters) {
      without = score < highest + tolerance ? without + 1 : 0;
      if (score > highest) {
        highest = score;
        if (earlyStopping) best = parameters.slice();
      }
      if (without <= patience) return false;
      without = 0;
      return true;
    },
  };
}

function selectBatch({ units }: Shape, rows: Batch, indices: Int32Array): Batch {
  const [I, O] = [units[0], units[units.length - 1]];
  const inputs = new Float64Array(indices.length * I);
  const targets = new Float64Array(indices.length * O);
  for (const [n, row] of indices.entries()) {
    inputs.set(rows.inputs.subarray(row * I, (row + 1) * I), n * I);
    targets.set(rows.targets.subarray(row * O, (row + 1) * O), n * O);
  }
  return { inputs, targets, N: indices.length };
}

/** The share of rows whose class is predicted. */
function accuracy(shape: Shape, parameters: Float64Array, { inputs, targets, N }: Batch): number {
  const outputs = outputsOf(shape, parameters, inputs);
  const O = outputs.length / N;
  let right = 0;
  for (let n = 0; n < N; n++) {
    const row = outputs.subarray(n * O, (n + 1) * O);
    const isRight =
      O === 1
        ? row[0] > 0.5 === (targets[n] === 1)
        : targets[n * O + row.indexOf(Math.max(...row))] === 1;
    if (isRight) right++;
  }
  return right / N;
}
