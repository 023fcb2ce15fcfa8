/**
 * The GRU out of TensorFlow's operations, a dozen a step.
 *
 * TensorFlow has a fused step, `GRUBlockCell`, but it resets the hidden state before the product, as
 * Cho et al. 2014 did; PyTorch and cuDNN reset after it, so it gives other numbers from the same
 * weights. Its `CudnnRNN` has the right arithmetic and no kernel for the processor. Hence this file;
 * see `recurrent/cells/gru.ts` for the formulas.
 */
import type { RecurrentCall, RecurrentResult, RecurrentTensors } from '../recurrent/kernel.js';
import { tf } from '../tensorflow.js';
import { execute, executeAll } from './executor.js';
import { inputSteps, type Steps, stepsOf } from './steps.js';

/** Results of every step that the backward pass needs, (B, 2H) or (B, H); packed, (W, B, 2H) or (W, B, H). */
interface Walked<T> {
  /** r and z side by side. */
  readonly gates: T;
  /** The hidden state's part of n, before the reset. */
  readonly resets: T;
  /** n */
  readonly candidates: T;
  /** h − n */
  readonly differences: T;
  /** The new h. */
  readonly hiddens: T;
}

/** The recurrent kernel; it declines nothing. */
export function tensorflowGru(call: RecurrentCall): RecurrentResult {
  const { weightIh, weightHh, initialHidden } = call.tensors;
  const steps = stepsOf(call);
  const input = call.sizes.constantInput ? call.tensors.input : inputSteps(call, steps);
  const { gates, resets, candidates, differences, hiddens } = walk(call, input);
  const last = call.output === 'last';
  return {
    value: last ? steps.last(hiddens, initialHidden) : steps.toRows(steps.clear(hiddens)),
    saved: [
      input,
      weightIh,
      weightHh,
      initialHidden,
      gates,
      resets,
      candidates,
      differences,
      hiddens,
    ],
    backward: (dValue, _, saved) => backward(call, steps, dValue, saved),
  };
}

function walk(call: RecurrentCall, input: tf.Tensor): Walked<tf.Tensor> {
  const { W, H } = call.sizes;
  const { weightHh, biasIh, biasHh, initialHidden } = call.tensors;
  // the biases of r and z may be added before the time loop; the one inside n's reset may not
  const [gateBias, resetBias] = tf.split(biasHh, [2 * H, H]);
  const bias = tf.add(biasIh, tf.pad(gateBias, [[0, H]]));
  const [gateInputs, candidateInputs] = inputParts(call, input, bias);
  const [gateWeights, candidateWeights] = tf.split(weightHh, [2 * H, H]);
  const walked: Walked<tf.Tensor>[] = [];
  let hidden = initialHidden;
  for (let w = 0; w < W; w++) {
    const gates = execute('Sigmoid', [add(gateInputs(w), multiplyMatrices(hidden, gateWeights))]);
    const [r, z] = halves(gates);
    const resets = add(multiplyMatrices(hidden, candidateWeights), resetBias);
    const candidates = execute('Tanh', [add(candidateInputs(w), multiply(r, resets))]);
    const differences = execute('Sub', [hidden, candidates]);
    hidden = add(candidates, multiply(z, differences));
    walked.push({ gates, resets, candidates, differences, hiddens: hidden });
  }
  return {
    gates: pack(walked.map((step) => step.gates)),
    resets: pack(walked.map((step) => step.resets)),
    candidates: pack(walked.map((step) => step.candidates)),
    differences: pack(walked.map((step) => step.differences)),
    hiddens: pack(walked.map((step) => step.hiddens)),
  };
}

/** The input's part of r and z, (B, 2H), and of n, (B, H), at each step. */
function inputParts(
  { sizes: { W, I, H, constantInput }, tensors }: RecurrentCall,
  input: tf.Tensor,
  bias: tf.Tensor,
): ((w: number) => tf.Tensor)[] {
  const rows = tf.add(multiplyMatrices(tf.reshape(input, [-1, I]), tensors.weightIh), bias);
  return tf.split(rows, [2 * H, H], 1).map((part) => {
    if (constantInput) return () => part;
    const steps = unpack(tf.reshape(part, [W, -1, part.shape[1] ?? 0]));
    return (w: number) => steps[w];
  });
}

function backward(
  call: RecurrentCall,
  steps: Steps,
  dValue: tf.Tensor,
  [input, weightIh, weightHh, initialHidden, ...packed]: tf.Tensor[],
): Partial<RecurrentTensors> {
  const { B, W, H } = call.sizes;
  const last = call.output === 'last';
  const [gates, resets, candidates, differences, hiddens] = packed;
  const walked = { gates, resets, candidates, differences, hiddens };
  const dHiddens = last ? steps.fromLast(dValue) : steps.clear(steps.fromRows(dValue));
  const { dGates, dCandidates, dResets, dInitial } = walkBack(call, walked, weightHh, dHiddens);
  const dInput = tf.reshape(tf.concat([dGates, dCandidates], 2), [W * B, 3 * H]);
  const dRecurrent = tf.reshape(tf.concat([dGates, dResets], 2), [W * B, 3 * H]);
  const previous = tf.concat([tf.expandDims(initialHidden, 0), tf.slice(hiddens, 0, W - 1)]);
  return {
    ...inputGradients(call, steps, dInput, input, weightIh),
    weightHh: tf.matMul(dRecurrent, tf.reshape(previous, [W * B, H]), true),
    biasHh: tf.sum(dRecurrent, 0),
    initialHidden: last ? add(dInitial, steps.fromLastToInitial(dValue)) : dInitial,
  };
}

/** Gradients before the nonlinearities: of r and z, of n, and of n's hidden part; (W, B, ·). */
interface WalkedBack {
  readonly dGates: tf.Tensor;
  readonly dCandidates: tf.Tensor;
  readonly dResets: tf.Tensor;
  /** (B, H), of the initial hidden state. */
  readonly dInitial: tf.Tensor;
}

function walkBack(
  { sizes: { B, W, H } }: RecurrentCall,
  walked: Walked<tf.Tensor>,
  weightHh: tf.Tensor,
  dHiddens: tf.Tensor,
): WalkedBack {
  const [gateWeights, candidateWeights] = tf.split(weightHh, [2 * H, H]);
  const [gates, resets] = [unpack(walked.gates), unpack(walked.resets)];
  const [candidates, differences] = [unpack(walked.candidates), unpack(walked.differences)];
  const fromAbove = unpack(dHiddens);
  const dGates: tf.Tensor[] = [];
  const dCandidates: tf.Tensor[] = [];
  const dResets: tf.Tensor[] = [];
  let dHidden: tf.Tensor = tf.zeros([B, H]);
  for (let w = W - 1; w >= 0; w--) {
    const [r, z] = halves(gates[w]);
    const dh = add(dHidden, fromAbove[w]);
    const kept = multiply(dh, z);
    const dn = execute('TanhGrad', [candidates[w], execute('Sub', [dh, kept])]);
    const both = besides(multiply(dn, resets[w]), multiply(dh, differences[w]));
    dGates[w] = execute('SigmoidGrad', [gates[w], both]);
    dCandidates[w] = dn;
    dResets[w] = multiply(dn, r);
    const throughGates = multiplyMatrices(dGates[w], gateWeights, false);
    const throughReset = multiplyMatrices(dResets[w], candidateWeights, false);
    dHidden = execute('AddN', [kept, throughGates, throughReset], { ints: { N: 3 } });
  }
  return {
    dGates: pack(dGates),
    dCandidates: pack(dCandidates),
    dResets: pack(dResets),
    dInitial: dHidden,
  };
}

function inputGradients(
  { sizes: { B, W, I, constantInput }, inputGradient }: RecurrentCall,
  steps: Steps,
  dInput: tf.Tensor,
  input: tf.Tensor,
  weightIh: tf.Tensor,
): Partial<RecurrentTensors> {
  // the gradient of a constant input is summed over all steps
  const dRows = constantInput ? tf.sum(tf.reshape(dInput, [W, B, -1]), 0) : dInput;
  const gradients = {
    weightIh: tf.matMul(dRows, tf.reshape(input, [-1, I]), true),
    biasIh: tf.sum(dRows, 0),
  };
  if (!inputGradient) return gradients;
  const rows = tf.matMul(dRows, weightIh);
  const ofInput = constantInput ? rows : steps.toRows(tf.reshape(rows, [W, B, I]));
  return { ...gradients, input: ofInput };
}

function add(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return execute('AddV2', [a, b]);
}

function multiply(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return execute('Mul', [a, b]);
}

/** a · bᵀ, or a · b */
function multiplyMatrices(a: tf.Tensor, b: tf.Tensor, transposed = true): tf.Tensor {
  return execute('MatMul', [a, b], { flags: { transpose_a: false, transpose_b: transposed } });
}

/** (B, 2H) to two (B, H). */
function halves(both: tf.Tensor): tf.Tensor[] {
  return executeAll('Split', [tf.scalar(1, 'int32'), both], 2, { ints: { num_split: 2 } });
}

/** Two (B, H) to (B, 2H). */
function besides(left: tf.Tensor, right: tf.Tensor): tf.Tensor {
  const attributes = { ints: { N: 2 }, int32s: ['Tidx'] };
  return execute('ConcatV2', [left, right, tf.scalar(1, 'int32')], attributes);
}

/** W tensors (B, N) to (W, B, N). */
function pack(steps: tf.Tensor[]): tf.Tensor {
  return execute('Pack', steps, { ints: { N: steps.length, axis: 0 } });
}

/** (W, B, N) to W tensors (B, N). */
function unpack(steps: tf.Tensor): tf.Tensor[] {
  const W = steps.shape[0];
  return executeAll('Unpack', [steps], W, { ints: { num: W, axis: 0 } });
}
