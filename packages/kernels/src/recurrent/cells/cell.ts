/**
 * What a recurrent cell consists of: the element-wise part of one row, without the matrix products,
 * once over typed arrays and once in TensorFlow.js operations. From these two the kernels that run on
 * every backend are made; the fast ones of an engine are compared with the first.
 *
 * Letters: B sequences, W rows of each, I inputs, H hidden units, G gates.
 */
import type { Real } from '../../real.js';
import type { tf } from '../../tensorflow.js';

/** A cell in both forms. */
export interface Cell {
  readonly reference: CellReference;
  readonly composed: ComposedCell;
}

/** The inputs of a layer. */
export interface SequenceInputs<A extends Real> {
  /** (B, W, I) or (B, I); 0 in rows past the lengths. */
  readonly input: A;
  /** (GH, I) */
  readonly weightIh: A;
  /** (GH, H) */
  readonly weightHh: A;
  /** (GH) */
  readonly biasIh: A;
  /** (GH) */
  readonly biasHh: A;
  /** (B, H) */
  readonly initialHidden: A;
  /** (B, H), unused by a cell without cell state. */
  readonly initialCell: A;
}

/** Results of the forward pass that the backward pass needs. */
export interface SequenceTape<A extends Real> extends SequenceInputs<A> {
  /** (B, W, GH), the activations of the gates. */
  readonly gates: A;
  /** (B, W, H), the hidden states, 0 in rows past the lengths. */
  readonly hidden: A;
  /** (B, W, H), one more value per unit that the cell keeps for its backward pass. */
  readonly extra: A;
  /** (B, GH), h · weightHhᵀ + biasHh of the current step. */
  readonly product: A;
  /** (B, H), the running hidden and cell state; after the forward pass, the last ones. */
  readonly state: A;
  readonly cell: A;
}

/** The gradients during the backward pass through time. */
export interface StepGradients<A extends Real> {
  /** (B, W, GH), with respect to the input's part of the gates before their nonlinearity. */
  readonly input: A;
  /** (B, W, GH), with respect to the hidden state's part; the same array where both are equal. */
  readonly recurrent: A;
  /** (B, GH), `recurrent` of the current step. */
  readonly step: A;
  /** (B, H), with respect to the running states. */
  readonly dState: A;
  readonly dCell: A;
}

/** The position of a row in the arrays. */
export interface RowPosition {
  readonly H: number;
  /** Index of the sequence. */
  b: number;
  /** Index among the B · W rows. */
  row: number;
  /** Index of the row processed before this one; negative for the first. */
  before: number;
}

/** One row of a cell over typed arrays. Both functions read and write the arrays in place. */
export interface CellReference {
  /** G */
  readonly gates: number;
  /** Whether there is a cell state beside the hidden one. */
  readonly hasCell: boolean;
  /** Whether the two parts of the gates have different gradients. */
  readonly separateGradients: boolean;
  forward(tape: SequenceTape<Real>, position: RowPosition): void;
  /**
   * Turns dState and dCell into those of the row before, without the share that flows back through the
   * product of the gates.
   */
  backward(tape: SequenceTape<Real>, gradients: StepGradients<Real>, position: RowPosition): void;
}

/** Hidden and cell state, or their gradients, (B, H) each. */
export interface ComposedState {
  readonly hidden: tf.Tensor2D;
  readonly cell: tf.Tensor2D;
}

/**
 * One row of a cell in TensorFlow.js operations. `fromInput` and `fromHidden` are the two parts of the
 * gates, (B, GH).
 */
export interface ComposedCell {
  /** How many tensors `forward` saves. */
  readonly savedCount: number;
  forward(
    fromInput: tf.Tensor2D,
    fromHidden: tf.Tensor2D,
    state: ComposedState,
  ): { state: ComposedState; saved: tf.Tensor2D[] };
  /** From the gradients of the new state to those of both parts and, directly, of the old state. */
  backward(
    saved: readonly tf.Tensor2D[],
    dState: ComposedState,
  ): { dInput: tf.Tensor2D; dHidden: tf.Tensor2D; dState: ComposedState };
}
