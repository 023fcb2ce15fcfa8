/**
 * One recurrent layer in one direction over a whole sequence, as one differentiable operation.
 * All recurrent operations go through this file; `lstm` and `gru` of `stack.ts` are built from it.
 */
import { lookup, ShapeError } from '@anodec/core';
import { differentiable } from '../custom-gradients.js';
import { currentEngine } from '../engine.js';
import { tf } from '../tensorflow.js';
import { checkTensor } from './check-tensor.js';
import { type CellName, cells } from './cells.js';
import type { RecurrentTensors, SequenceSizes } from './kernel.js';
import { checkLengths, clearBeyond } from './lengths.js';
import { type KernelName, runKernel } from './run-kernel.js';

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

/** Options of one layer in one direction. */
export interface RecurrentOptions {
  /** W, required when the input is (B, I), the same at every row; its product is computed once. */
  readonly steps?: number;
  /** (B, H) each; default: zeros. A GRU has no cell state. */
  readonly initial?: { readonly hidden?: tf.Tensor; readonly cell?: tf.Tensor };
  /** The hidden states of all rows, (B, W, H), or the last one, (B, H). */
  readonly output?: 'sequence' | 'last';
  /** False skips the gradient of the input, for inputs without trainable origin. */
  readonly inputGradient?: boolean;
  /** From the last row to the first; the output of a row stays at its row. */
  readonly reverse?: boolean;
  /** (B), 0 to W valid rows of each sequence; past them the output is 0 and the state constant. */
  readonly lengths?: ArrayLike<number>;
  /**
   * (B, H), a constant: factors of the hidden state in its product with `weightHh`, the same at every row,
   * as for recurrent dropout. The layer is then composed row by row, several times as slow.
   */
  readonly hiddenMask?: tf.Tensor;
  /** Default: the fastest on this backend; others are for tests and benchmarks. */
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
  return runLayer(cell, input, weights, options, false)[0];
}

/** Hidden and cell state after a row, (B, H) each; a GRU has no cell state. */
export interface RecurrentState {
  readonly hidden: tf.Tensor;
  readonly cell?: tf.Tensor;
}

/**
 * One row of a layer, for decoders whose next input depends on what the row gave.
 *
 * @param input (B, I)
 * @throws ShapeError when a tensor does not fit the others
 */
export function recurrentStep(
  cell: CellName,
  input: tf.Tensor,
  weights: RecurrentWeights,
  initial: RecurrentState,
  options: Pick<RecurrentOptions, 'hiddenMask'> = {},
): RecurrentState {
  const { hasCell } = lookup('cell', cells, cell).reference;
  const row = { steps: 1, initial, output: 'last', ...options } as const;
  const [hidden, state] = runLayer(cell, input, weights, row, hasCell);
  return { hidden, cell: state };
}

/**
 * As `recurrent`, with the cell state as a second result.
 *
 * @param finalCell whether to return the cell state after the last row, (B, H); LSTM only
 * @returns the hidden states, then that cell state
 * @throws ShapeError when a tensor does not fit the others
 */
export function runLayer(
  cell: CellName,
  input: tf.Tensor,
  weights: RecurrentWeights,
  options: RecurrentOptions,
  finalCell: boolean,
): tf.Tensor[] {
  return tf.tidy(() => runChecked(cell, input, weights, options, finalCell));
}

function runChecked(
  cell: CellName,
  input: tf.Tensor,
  weights: RecurrentWeights,
  options: RecurrentOptions,
  finalCell: boolean,
): tf.Tensor[] {
  const { output = 'sequence', inputGradient = true, reverse = false, kernel = 'auto' } = options;
  const { hiddenMask } = options;
  const { gates, hasCell } = lookup('cell', cells, cell).reference;
  const sizes = sizesOf(input, weights, options);
  const { B, W, H } = sizes;
  const lengths = options.lengths && checkLengths(options.lengths, B, W, 0);
  const initial = options.initial ?? {};
  const start = {
    initialHidden: initial.hidden ?? zeros([B, H]),
    initialCell: initial.cell ?? zeros([B, H]),
  };
  const tensors: RecurrentTensors = { input, ...weights, ...start };
  checkTensors(tensors, sizes, gates);
  if (hiddenMask) checkTensor('hiddenMask', hiddenMask, [B, H]);
  const wanted: (keyof RecurrentTensors)[] = ['weightIh', 'weightHh', 'biasIh', 'biasHh'];
  if (initial.hidden) wanted.push('initialHidden');
  if (initial.cell && hasCell) wanted.push('initialCell');
  if (inputGradient) wanted.push('input');
  const inputs = Object.fromEntries(wanted.map((name) => [name, tensors[name]]));
  return differentiable(inputs, () => {
    const cleared = lengths ? { ...tensors, input: clearBeyond(input, lengths) } : tensors;
    const fromZero = !initial.hidden && !initial.cell;
    const call = { sizes, tensors: cleared, output, inputGradient, reverse, finalCell, lengths };
    const result = runKernel(cell, { ...call, hiddenMask, fromZero }, kernel);
    return {
      values: result.finalCell ? [result.value, result.finalCell] : [result.value],
      saved: result.saved,
      backward([dValue, dFinalCell], saved) {
        const gradients = result.backward(dValue, dFinalCell, saved);
        const entries = wanted.map((name) => [name, () => gradients[name] as tf.Tensor] as const);
        return Object.fromEntries(entries);
      },
    };
  });
}

function zeros(shape: number[]): tf.Tensor {
  return currentEngine().zeros?.(shape) ?? tf.zeros(shape);
}

function sizesOf(
  input: tf.Tensor,
  { weightHh }: RecurrentWeights,
  { steps }: RecurrentOptions,
): SequenceSizes {
  const rank = input.shape.length;
  if (rank !== 2 && rank !== 3) {
    throw new ShapeError(
      `input must be (B, W, I), or (B, I) together with steps, got ${rank} dimensions.`,
    );
  }
  const constantInput = rank === 2;
  const I = input.shape[input.shape.length - 1];
  const W = constantInput ? (steps ?? 1) : (input.shape[1] ?? 1);
  return { B: input.shape[0], W, I, H: weightHh.shape[1] ?? 0, constantInput };
}

function checkTensors(tensors: RecurrentTensors, sizes: SequenceSizes, G: number): void {
  const { B, W, I, H, constantInput } = sizes;
  checkTensor('input', tensors.input, constantInput ? [B, I] : [B, W, I]);
  checkTensor('weightIh', tensors.weightIh, [G * H, I]);
  checkTensor('weightHh', tensors.weightHh, [G * H, H]);
  checkTensor('biasIh', tensors.biasIh, [G * H]);
  checkTensor('biasHh', tensors.biasHh, [G * H]);
  checkTensor('initial.hidden', tensors.initialHidden, [B, H]);
  checkTensor('initial.cell', tensors.initialCell, [B, H]);
}
