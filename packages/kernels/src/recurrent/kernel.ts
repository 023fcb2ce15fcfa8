/**
 * The interface between the recurrent operations and their kernels: one layer, one direction, all time
 * steps. A backend implements `RecurrentKernel` per cell and lists its kernels in the table that it hands
 * to `registerEngine`; layers, directions and dropout are combined above this interface, alike for all.
 *
 * Letters: B sequences, W rows of each, I inputs, H hidden, G gates (4 for LSTM in the order
 * i, f, g, o; 3 for GRU in the order r, z, n). All tensors are float32, row-major.
 */
import type { tf } from '../tensorflow.js';
import type { CellName } from './cells.js';

/** The sizes of one layer. */
export interface SequenceSizes {
  readonly B: number;
  readonly W: number;
  readonly I: number;
  readonly H: number;
  /** Whether the input is (B, I), the same at every row, not (B, W, I). */
  readonly constantInput: boolean;
}

/** The tensors of a layer that can have a gradient, by name; PyTorch's layout. */
export interface RecurrentTensors {
  /** (B, W, I), or (B, I) where it is constant. */
  readonly input: tf.Tensor;
  /** (GH, I) */
  readonly weightIh: tf.Tensor;
  /** (GH, H) */
  readonly weightHh: tf.Tensor;
  /** (GH) */
  readonly biasIh: tf.Tensor;
  /** (GH); in a GRU its last third is inside the product with the reset gate. */
  readonly biasHh: tf.Tensor;
  /** (B, H), the hidden state before the first processed row. */
  readonly initialHidden: tf.Tensor;
  /** (B, H), the cell state before it; present and unused in a GRU. */
  readonly initialCell: tf.Tensor;
}

/** A call of a kernel. */
export interface RecurrentCall {
  readonly sizes: SequenceSizes;
  readonly tensors: RecurrentTensors;
  /** The hidden states of all rows, (B, W, H), or the one after the last processed row, (B, H). */
  readonly output: 'sequence' | 'last';
  /** Whether backward must give the gradient of the input. */
  readonly inputGradient: boolean;
  /** From the last row to the first; every hidden state is stored at the row of its input. */
  readonly reverse: boolean;
  /** Whether to return the cell state after the last processed row; never in a GRU. */
  readonly finalCell: boolean;
  /**
   * (B), the number of valid rows of each sequence, 0 to W; default: W.
   *
   * Row w of sequence b is processed when w < lengths[b], in both directions. At any other row the
   * state does not change, the output is 0, and the gradient of that output is ignored. The caller
   * has already set the input there to 0, so that no NaN can spread.
   */
  readonly lengths?: Int32Array;
  /**
   * (B, H), factors of the hidden state in its product with `weightHh`, the same at every row. A call with
   * it is composed on every engine; kernels never get it.
   */
  readonly hiddenMask?: tf.Tensor;
  /** Whether both initial states are zeros whose gradients nobody wants. Default: false. */
  readonly fromZero?: boolean;
}

/** The results of a kernel. Tensors of forward belong to the caller. */
export interface RecurrentResult {
  /** (B, W, H) or (B, H), see `output`. */
  readonly value: tf.Tensor;
  /** (B, H), exactly when `finalCell` was requested. */
  readonly finalCell?: tf.Tensor;
  /**
   * Tensors that backward needs. They are kept while a tape records. Without one they are freed at
   * once, since backward never runs, and a kernel need not make them. Nothing else of the forward
   * pass stays alive; tensors of the call must be among them where backward reads them.
   */
  readonly saved: tf.Tensor[];
  /**
   * Runs at most once for each forward pass.
   *
   * @param dValue in the shape of `value`
   * @param dFinalCell (B, H), or undefined unless `finalCell` was requested
   * @param saved the tensors that forward saved, in the same order
   * @returns gradients in the shapes of their tensors: always those of weights, biases and
   *   `initialHidden`, that of `initialCell` in an LSTM, that of `input` where it was requested
   */
  backward(
    dValue: tf.Tensor,
    dFinalCell: tf.Tensor | undefined,
    saved: tf.Tensor[],
  ): Partial<RecurrentTensors>;
}

/**
 * One way to run a layer on one backend. Shapes have been checked. A kernel returns undefined to decline
 * sizes or options: the layer is then composed, and counted as a fallback.
 *
 * It runs inside `tf.tidy` and off the tape: tensors that it makes and does not return are disposed of.
 */
export type RecurrentKernel = (call: RecurrentCall) => RecurrentResult | undefined;

/** The kernels of one engine by cell. Cells without one run in a general form. */
export type RecurrentKernels = { readonly [Cell in CellName]?: RecurrentKernel };
