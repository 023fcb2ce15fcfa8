/**
 * The recurrent operation: one layer, one direction, over a whole sequence. Everything recurrent in
 * a model goes through the one function of this file.
 */
import { checkShape, lookup } from '@anodec/core';
import { tf } from '../tensorflow.js';
import type { RecurrentTensors, SequenceSizes } from './kernel.js';
import { referenceGru } from './reference-gru.js';
import { referenceLstm } from './reference-lstm.js';
import { type KernelName, runKernel } from './registry.js';

/** The cells there are. */
export const cells = {
  lstm: { reference: referenceLstm },
  gru: { reference: referenceGru },
};

export type CellName = keyof typeof cells;

/** Weights in PyTorch's layout; G is 4 for LSTM (i, f, g, o), 3 for GRU (r, z, n). */
export interface RecurrentWeights {
  /** (GH, I) */
  readonly weightIh: tf.Tensor;
  /** (GH, H) */
  readonly weightHh: tf.Tensor;
  /** (GH) */
  readonly biasIh: tf.Tensor;
  /** (GH) */
  readonly biasHh: tf.Tensor;
}

export interface RecurrentOptions {
  /** W, needed when the input is (B, I), the same at every step; its product is computed once. */
  readonly steps?: number;
  /** (B, H) each, zeros where left out; a GRU has no cell state. */
  readonly initial?: { readonly hidden?: tf.Tensor; readonly cell?: tf.Tensor };
  /** The hidden states of all steps, (B, W, H), or of the last one, (B, H). */
  readonly output?: 'sequence' | 'last';
  /** False saves the gradient of an input that nobody learns from. */
  readonly inputGradient?: boolean;
  /** Another way than the fastest on this backend, for tests and benchmarks. */
  readonly kernel?: KernelName;
}

/**
 * Runs one recurrent layer over a sequence.
 *
 * @param cell a name of `cells`
 * @param input (B, W, I), or (B, I) together with `steps`
 * @returns hidden states, (B, W, H), or (B, H) with `output: 'last'`
 * @throws ShapeError when a tensor does not fit the others
 *
 * Source: arithmetic and layout of torch.nn.LSTM and torch.nn.GRU, PyTorch 2.13.
 */
export function recurrent(
  cell: CellName,
  input: tf.Tensor,
  weights: RecurrentWeights,
  options: RecurrentOptions = {},
): tf.Tensor {
  const { initial = {}, output = 'sequence', inputGradient = true, kernel = 'auto' } = options;
  const sizes = sizesOf(input, weights, options);
  checkWeights(cell, sizes, weights);
  const zeros = () => tf.zeros([sizes.B, sizes.H]);
  const initialHidden = initial.hidden ?? zeros();
  const initialCell = initial.cell ?? zeros();
  checkShape('initial.hidden', { length: initialHidden.size }, sizes.B, sizes.H);
  checkShape('initial.cell', { length: initialCell.size }, sizes.B, sizes.H);
  const { weightIh, weightHh, biasIh, biasHh } = weights;
  const tensors = { input, weightIh, weightHh, biasIh, biasHh, initialHidden, initialCell };
  const wanted: (keyof RecurrentTensors)[] = ['weightIh', 'weightHh', 'biasIh', 'biasHh'];
  if (initial.hidden) wanted.push('initialHidden');
  if (initial.cell && cells[cell].reference.hasCell) wanted.push('initialCell');
  if (inputGradient) wanted.push('input');
  const call = { sizes, tensors, output, inputGradient, reverse: false, finalCell: false };
  const operation = tf.customGrad((...args: unknown[]) => {
    const save = args.at(-1) as (tensors: tf.Tensor[]) => void;
    const result = runKernel(cell, call, kernel);
    save(result.saved);
    return {
      value: result.value,
      gradFunc: (dValue: tf.Tensor, saved: tf.Tensor[]) => {
        const gradients = result.backward(dValue, undefined, saved);
        return wanted.map((name) => gradients[name] as tf.Tensor);
      },
    };
  });
  return operation(...wanted.map((name) => tensors[name]));
}

function sizesOf(
  input: tf.Tensor,
  { weightHh }: RecurrentWeights,
  { steps }: RecurrentOptions,
): SequenceSizes {
  const constantInput = input.shape.length === 2;
  const I = input.shape[input.shape.length - 1];
  const W = constantInput ? (steps ?? 1) : (input.shape[1] ?? 1);
  return { B: input.shape[0], W, I, H: weightHh.shape[1] ?? 0, constantInput };
}

function checkWeights(cell: CellName, { I, H }: SequenceSizes, weights: RecurrentWeights): void {
  const GH = lookup('cell', cells, cell).reference.gates * H;
  checkShape('weightIh', { length: weights.weightIh.size }, GH, I);
  checkShape('weightHh', { length: weights.weightHh.size }, GH, H);
  checkShape('biasIh', { length: weights.biasIh.size }, GH);
  checkShape('biasHh', { length: weights.biasHh.size }, GH);
}
