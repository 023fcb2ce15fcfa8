/**
 * The recurrent operation composed of TensorFlow.js operations, one step after the other: slow,
 * and right on every backend.
 *
 * Backward is written out rather than left to the tape: it takes half the operations, and no
 * gradient has to be registered with TensorFlow.js.
 */
import { composedGru } from './composed-gru.js';
import { composedLstm } from './composed-lstm.js';
import type { RecurrentCall, RecurrentResult, RecurrentTensors } from './kernel.js';
import { tf } from '../tensorflow.js';

/** Hidden and cell state of a step, (B, H) each. */
export interface ComposedState {
  readonly hidden: tf.Tensor2D;
  readonly cell: tf.Tensor2D;
}

/** One step of a cell. `fromInput` and `fromHidden` are the two parts of the gates, (B, GH). */
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

/** The kernels that run on any backend and decline nothing. */
export const composedKernels = {
  lstm: createComposedKernel(composedLstm),
  gru: createComposedKernel(composedGru),
};

function createComposedKernel(cell: ComposedCell) {
  return (call: RecurrentCall): RecurrentResult => {
    const { W } = call.sizes;
    const { input, weightHh, biasHh, initialHidden, initialCell } = call.tensors;
    const fromInput = inputParts(call);
    const weights = tf.transpose(weightHh as tf.Tensor2D);
    let state = { hidden: initialHidden, cell: initialCell } as ComposedState;
    const steps: tf.Tensor2D[] = [];
    const saved: tf.Tensor[] = [];
    for (let t = 0; t < W; t++) {
      const fromHidden = tf.add<tf.Tensor2D>(tf.matMul(state.hidden, weights), biasHh);
      const step = cell.forward(fromInput[t], fromHidden, state);
      saved.push(state.hidden, ...step.saved);
      state = step.state;
      steps.push(state.hidden);
    }
    const last = call.output === 'last';
    return {
      value: last ? tf.clone(state.hidden) : tf.stack(steps, 1),
      saved: [input, call.tensors.weightIh, weightHh, ...saved],
      backward: (dValue, _, tensors) => backward(cell, call, dValue, tensors as tf.Tensor2D[]),
    };
  };
}

/** x · weightIhᵀ + biasIh of each step, (B, GH) each. */
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
  [input, weightIh, weightHh, ...saved]: readonly tf.Tensor2D[],
): Partial<RecurrentTensors> {
  const { B, W, H } = call.sizes;
  const perStep = cell.savedCount + 1;
  const fromAbove = call.output === 'last' ? [] : (tf.unstack(dValue, 1) as tf.Tensor2D[]);
  const zeros = tf.zeros<tf.Rank.R2>([B, H]);
  let dState: ComposedState = {
    hidden: call.output === 'last' ? (dValue as tf.Tensor2D) : zeros,
    cell: zeros,
  };
  const dInputs: tf.Tensor2D[] = [];
  const dHiddens: tf.Tensor2D[] = [];
  const previous: tf.Tensor2D[] = [];
  for (let t = W - 1; t >= 0; t--) {
    const [before, ...ofStep] = saved.slice(t * perStep, (t + 1) * perStep);
    const hidden = fromAbove.length > 0 ? tf.add(dState.hidden, fromAbove[t]) : dState.hidden;
    const step = cell.backward(ofStep, { ...dState, hidden: hidden as tf.Tensor2D });
    dInputs.unshift(step.dInput);
    dHiddens.unshift(step.dHidden);
    previous.unshift(before);
    dState = {
      hidden: tf.add(step.dState.hidden, tf.matMul(step.dHidden, weightHh)),
      cell: step.dState.cell,
    };
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
  // time-major: the rows of step 0, then those of step 1
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
