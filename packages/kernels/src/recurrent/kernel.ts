/**
 * The seam between the recurrent operations and what computes them: one layer, one direction, all
 * time steps. A backend implements `RecurrentKernel` once per cell and names both to
 * `registerRecurrentKernels` of `registry.ts`; layers, directions and dropout are put together above
 * this seam, the same for all.
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

/** What goes into a layer, and what can have a gradient, by name; PyTorch's layout. */
export interface RecurrentTensors {
  /** (B, W, I), or (B, I) where it is constant. */
  readonly input: tf.Tensor;
  /** (GH, I) */
  readonly weightIh: tf.Tensor;
  /** (GH, H) */
  readonly weightHh: tf.Tensor;
  /** (GH) */
  readonly biasIh: tf.Tensor;
  /** (GH); in a GRU the third H of it stands inside the product with the reset gate. */
  readonly biasHh: tf.Tensor;
  /** (B, H), the hidden state before the first row walked over. */
  readonly initialHidden: tf.Tensor;
  /** (B, H), the cell state before it; present and without meaning in a GRU. */
  readonly initialCell: tf.Tensor;
}

/** What a kernel is asked for. */
export interface RecurrentCall {
  readonly sizes: SequenceSizes;
  readonly tensors: RecurrentTensors;
  /** The hidden states of all rows, (B, W, H), or the one after the last row walked over, (B, H). */
  readonly output: 'sequence' | 'last';
  /** Whether backward must give the gradient of the input. */
  readonly inputGradient: boolean;
  /** Walk from the last row to the first; every hidden state stands at the row it was made from. */
  readonly reverse: boolean;
  /** Whether the cell state after the last row walked over is wanted too; never in a GRU. */
  readonly finalCell: boolean;
  /**
   * (B), how many rows of each sequence count, 0 to W; all of them where left out.
   *
   * Row w of sequence b is walked over when w < lengths[b], in both directions. At any other row
   * the state stands still, the output is 0, and what comes back for that output is ignored. The
   * input there is 0 already: whoever calls a kernel has seen to it that no NaN waits there.
   */
  readonly lengths?: Int32Array;
}

/** What a kernel answers. Tensors of forward belong to the caller. */
export interface RecurrentResult {
  /** (B, W, H) or (B, H), as `output` asked. */
  readonly value: tf.Tensor;
  /** (B, H), exactly when `finalCell` was asked for. */
  readonly finalCell?: tf.Tensor;
  /**
   * Tensors that backward needs. They are kept while a tape runs, and freed at once where none
   * does: then backward never runs, and a kernel need not make them. Nothing else of the forward
   * pass stays alive; tensors of the call must be among them where backward reads them.
   */
  readonly saved: tf.Tensor[];
  /**
   * Runs at most once for each forward pass.
   *
   * @param dValue in the shape of `value`
   * @param dFinalCell (B, H), or undefined unless `finalCell` was asked for
   * @param saved what forward saved, in the same order
   * @returns gradients in the shapes of their tensors: always those of weights, biases and
   *   `initialHidden`, that of `initialCell` in an LSTM, that of `input` where it was asked for
   */
  backward(
    dValue: tf.Tensor,
    dFinalCell: tf.Tensor | undefined,
    saved: tf.Tensor[],
  ): Partial<RecurrentTensors>;
}

/**
 * One way to run a layer on one backend. Shapes were checked before. Undefined says that sizes or
 * options are beyond this kernel: the layer is then composed, and counted as a fallback.
 *
 * It runs inside `tf.tidy` and off the tape: what it makes and does not answer is disposed of.
 */
export type RecurrentKernel = (call: RecurrentCall) => RecurrentResult | undefined;

/** The kernels of one engine by cell. Cells without one run in a general form. */
export type RecurrentKernels = { readonly [Cell in CellName]?: RecurrentKernel };
