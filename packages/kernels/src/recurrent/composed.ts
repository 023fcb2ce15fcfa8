/**
 * The recurrent operation composed of TensorFlow.js operations, one row after the other: slow,
 * and correct on every backend.
 *
 * Backward is explicit rather than derived by the tape: it takes half the operations, and no gradient
 * has to be registered with TensorFlow.js.
 */
import { tf } from '../tensorflow.js';
import type { ComposedCell, ComposedState } from './cells/cell.js';
import type { RecurrentCall, RecurrentResult, RecurrentTensors } from './kernel.js';
import { isWalkedOver, rowOrder } from './walk.js';

/** The kernel of a cell that runs on any backend and declines nothing. */
export function createComposedKernel(cell: ComposedCell): (call: RecurrentCall) => RecurrentResult {
  return (call) => {
    const { input, weightIh, weightHh, biasHh, initialHidden, initialCell } = call.tensors;
    const fromInput = inputParts(call);
    const weights = tf.transpose(weightHh as tf.Tensor2D);
    let state = { hidden: initialHidden, cell: initialCell } as ComposedState;
    const outputs: tf.Tensor2D[] = [];
    const saved: tf.Tensor[] = [];
    for (const w of rowOrder(walkOf(call))) {
      const read = maskHidden(state.hidden, call.hiddenMask);
      const fromHidden = tf.add<tf.Tensor2D>(tf.matMul(read, weights), biasHh);
      const row = cell.forward(fromInput[w], fromHidden, state);
      saved.push(read, ...row.saved);
      const counts = countingRows(call, w);
      state = selectState(counts, row.state, state);
      outputs[w] = orZero(counts, state.hidden);
    }
    return {
      value: call.output === 'last' ? tf.clone(state.hidden) : tf.stack(outputs, 1),
      finalCell: call.finalCell ? tf.clone(state.cell) : undefined,
      saved: [input, weightIh, weightHh, ...(call.hiddenMask ? [call.hiddenMask] : []), ...saved],
      backward: (dValue, dFinalCell, tensors) =>
        backward(cell, call, dValue, dFinalCell, tensors as tf.Tensor2D[]),
    };
  };
}

/** The hidden state as the product with the weights reads it; and the gradient on its way back. */
function maskHidden(hidden: tf.Tensor2D, mask: tf.Tensor | undefined): tf.Tensor2D {
  return mask ? tf.mul<tf.Tensor2D>(hidden, mask) : hidden;
}

function walkOf({ sizes, reverse, lengths }: RecurrentCall) {
  return { ...sizes, reverse, lengths };
}

/** (B, 1), true for the sequences that reach row w; undefined when all of them do. */
function countingRows(call: RecurrentCall, w: number): tf.Tensor2D | undefined {
  if (!call.lengths) return undefined;
  const { B } = call.sizes;
  const counts = Uint8Array.from({ length: B }, (_, b) => Number(isWalkedOver(walkOf(call), b, w)));
  return tf.tensor2d(counts, [B, 1], 'bool');
}

/** `walked` in the sequences that reach the row, `others` in the rest. */
function selectState(
  counts: tf.Tensor2D | undefined,
  walked: ComposedState,
  others: ComposedState,
): ComposedState {
  if (!counts) return walked;
  return {
    hidden: tf.where(counts, walked.hidden, others.hidden),
    cell: tf.where(counts, walked.cell, others.cell),
  };
}

function orZero(counts: tf.Tensor2D | undefined, values: tf.Tensor2D): tf.Tensor2D {
  return counts ? tf.where(counts, values, tf.zerosLike(values)) : values;
}

/** x · weightIhᵀ + biasIh of each row, (B, GH) each. */
function inputParts({ sizes: { B, W, I, constantInput }, tensors }: RecurrentCall): tf.Tensor2D[] {
  const weights = tf.transpose(tensors.weightIh as tf.Tensor2D);
  const rows = tf.reshape<tf.Rank.R2>(tensors.input, [-1, I]);
  const parts = tf.add(tf.matMul(rows, weights), tensors.biasIh);
  if (constantInput) return Array.from({ length: W }, () => parts as tf.Tensor2D);
  return tf.unstack(tf.reshape(parts, [B, W, -1]), 1) as tf.Tensor2D[];
}

function backward(
  cell: ComposedCell,
  call: RecurrentCall,
  dValue: tf.Tensor,
  dFinalCell: tf.Tensor | undefined,
  [input, weightIh, weightHh, ...kept]: readonly tf.Tensor2D[],
): Partial<RecurrentTensors> {
  const { B, W, H } = call.sizes;
  const [mask, saved] = call.hiddenMask ? [kept[0], kept.slice(1)] : [undefined, kept];
  const perRow = cell.savedCount + 1;
  const last = call.output === 'last';
  const fromAbove = last ? [] : (tf.unstack(dValue, 1) as tf.Tensor2D[]);
  const zeros = tf.zeros<tf.Rank.R2>([B, H]);
  let dState = { hidden: last ? dValue : zeros, cell: dFinalCell ?? zeros } as ComposedState;
  const dInputs: tf.Tensor2D[] = [];
  const dHiddens: tf.Tensor2D[] = [];
  const previous: tf.Tensor2D[] = [];
  const order = rowOrder(walkOf(call));
  for (let step = W - 1; step >= 0; step--) {
    const w = order[step];
    const counts = countingRows(call, w);
    const [before, ...ofRow] = saved.slice(step * perRow, (step + 1) * perRow);
    const hidden = last ? dState.hidden : tf.add<tf.Tensor2D>(dState.hidden, fromAbove[w]);
    const row = cell.backward(ofRow, { ...dState, hidden });
    dInputs[w] = orZero(counts, row.dInput);
    dHiddens[w] = orZero(counts, row.dHidden);
    previous[w] = before;
    const through = maskHidden(tf.matMul(row.dHidden, weightHh), mask);
    const dBefore = { ...row.dState, hidden: tf.add<tf.Tensor2D>(row.dState.hidden, through) };
    dState = selectState(counts, dBefore, dState);
  }
  const dHidden = tf.concat2d(dHiddens, 0);
  return {
    ...inputGradients(call, dInputs, input, weightIh),
    weightHh: tf.matMul(dHidden, tf.concat2d(previous, 0), true),
    biasHh: tf.sum(dHidden, 0),
    initialHidden: dState.hidden,
    initialCell: dState.cell,
  };
}

function inputGradients(
  { sizes: { B, W, I, constantInput }, inputGradient }: RecurrentCall,
  dInputs: tf.Tensor2D[],
  input: tf.Tensor,
  weightIh: tf.Tensor2D,
): Partial<RecurrentTensors> {
  // time-major: the sequences' rows 0, then their rows 1
  const dInput = constantInput ? tf.addN(dInputs) : tf.concat2d(dInputs, 0);
  const rows = constantInput ? input : tf.reshape(tf.transpose(input, [1, 0, 2]), [W * B, I]);
  const gradients = {
    weightIh: tf.matMul(dInput, rows, true),
    biasIh: tf.sum(dInput, 0),
  };
  if (!inputGradient) return gradients;
  const product = tf.matMul(dInput, weightIh);
  if (constantInput) return { ...gradients, input: product };
  return { ...gradients, input: tf.transpose(tf.reshape(product, [W, B, I]), [1, 0, 2]) };
}
