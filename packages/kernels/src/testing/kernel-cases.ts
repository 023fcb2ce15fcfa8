/** Test cases for the kernels of a backend: generated layers, and the results of the reference. */
import { type Differentiable, differentiable } from '../custom-gradients.js';
import { type CellName, cells } from '../recurrent/cells.js';
import type { SequenceInputs } from '../recurrent/cells/cell.js';
import type {
  RecurrentCall,
  RecurrentKernel,
  RecurrentTensors,
  SequenceSizes,
} from '../recurrent/kernel.js';
import { plainProducts } from '../products.js';
import type { Real } from '../real.js';
import { backwardSequence, forwardSequence } from '../recurrent/reference.js';
import { tf } from '../tensorflow.js';

/** A layer to run; options default to off. */
export interface KernelCase extends Omit<SequenceSizes, 'constantInput'> {
  readonly constantInput?: boolean;
  readonly last?: boolean;
  readonly reverse?: boolean;
  readonly finalCell?: boolean;
  readonly lengths?: readonly number[];
}

/**
 * Runs a layer forward and backward and compares with the reference in double precision.
 *
 * @returns for each output and gradient its largest error, relative to its own largest value or to 1
 */
export async function errorsOfKernel(
  cell: CellName,
  kernel: RecurrentKernel,
  layer: KernelCase,
): Promise<Record<string, number>> {
  const values = layerValues(cells[cell].reference.gates, layer);
  const expected = expectedOf(cell, layer, values);
  const before = tf.memory().numTensors;
  const tensors = tf.tidy(() => runUnderTape(cell, kernel, layer, values));
  const errors: Record<string, number> = {};
  for (const [name, wanted] of Object.entries(expected)) {
    errors[name] = errorOf(await tensors[name].data<'float32'>(), wanted);
  }
  tf.dispose(tensors);
  if (tf.memory().numTensors !== before) throw new Error('The kernel kept tensors alive.');
  return errors;
}

interface LayerValues {
  readonly inputs: SequenceInputs<Float64Array>;
  readonly upstream: Float64Array;
  readonly upstreamCell: Float64Array;
}

/** The reference's outputs and gradients, by name. */
function expectedOf(
  cell: CellName,
  layer: KernelCase,
  { inputs, upstream, upstreamCell }: LayerValues,
): Record<string, Real> {
  const reference = cells[cell].reference;
  const { last = false, reverse = false, finalCell = false } = layer;
  const walk = {
    ...layer,
    constantInput: layer.constantInput ?? false,
    reverse,
    lengths: lengthsOf(layer),
  };
  const tape = forwardSequence(reference, walk, inputs, plainProducts);
  const given = {
    [last ? 'state' : 'hidden']: upstream,
    ...(finalCell && { cell: upstreamCell }),
  };
  const gradients = backwardSequence(reference, walk, tape, given, plainProducts, true);
  const outputs = {
    value: last ? tape.state : tape.hidden,
    ...(finalCell && { finalCell: tape.cell }),
  };
  const wanted = (name: string) => name !== 'initialCell' || reference.hasCell;
  return {
    ...outputs,
    ...Object.fromEntries(Object.entries(gradients).filter(([name]) => wanted(name))),
  };
}

/** The kernel's outputs and gradients, by name, under a tape as in training. */
function runUnderTape(
  cell: CellName,
  kernel: RecurrentKernel,
  layer: KernelCase,
  values: LayerValues,
): Record<string, tf.Tensor> {
  const call = callOf(layer, values.inputs);
  const all = Object.keys(call.tensors) as (keyof RecurrentTensors)[];
  const names = all.filter((name) => cells[cell].reference.hasCell || name !== 'initialCell');
  const outputs: Record<string, tf.Tensor> = {};
  const gradients = tf.grads((...given: tf.Tensor[]) => {
    const inputs = Object.fromEntries(names.map((name, i) => [name, given[i]]));
    const results = differentiable(inputs, () => onTape(kernel, call, names));
    outputs.value = tf.keep(tf.clone(results[0]));
    if (results[1]) outputs.finalCell = tf.keep(tf.clone(results[1]));
    return withUpstream(results, [values.upstream, values.upstreamCell]);
  })(names.map((name) => call.tensors[name]));
  return { ...outputs, ...Object.fromEntries(names.map((name, i) => [name, gradients[i]])) };
}

function onTape(
  kernel: RecurrentKernel,
  call: RecurrentCall,
  names: readonly (keyof RecurrentTensors)[],
): Differentiable {
  const result = kernel(call);
  if (!result) throw new Error('The kernel declined a layer.');
  return {
    values: result.finalCell ? [result.value, result.finalCell] : [result.value],
    saved: result.saved,
    backward([dValue, dFinalCell], saved) {
      const gradients = result.backward(dValue, dFinalCell, saved);
      const entries = names.map((name) => [name, () => gradients[name] as tf.Tensor] as const);
      return Object.fromEntries(entries);
    },
  };
}

/** A scalar whose gradients with respect to the results are the given ones. */
function withUpstream(results: readonly tf.Tensor[], upstream: readonly Float64Array[]): tf.Tensor {
  const [scalar] = differentiable(Object.fromEntries(results.entries()), () => ({
    values: [tf.scalar(0)],
    backward: () => {
      const gradient = (i: number) => tf.tensor(Float32Array.from(upstream[i]), results[i].shape);
      return Object.fromEntries(results.map((_, i) => [i, () => gradient(i)]));
    },
  }));
  return scalar;
}

function callOf(layer: KernelCase, inputs: SequenceInputs<Float64Array>): RecurrentCall {
  const { B, W, I, H, constantInput = false } = layer;
  const GH = inputs.biasIh.length;
  const shapes: Record<keyof RecurrentTensors, number[]> = {
    input: constantInput ? [B, I] : [B, W, I],
    weightIh: [GH, I],
    weightHh: [GH, H],
    biasIh: [GH],
    biasHh: [GH],
    initialHidden: [B, H],
    initialCell: [B, H],
  };
  const names = Object.keys(shapes) as (keyof RecurrentTensors)[];
  const tensors = names.map((name) => [
    name,
    tf.tensor(Float32Array.from(inputs[name]), shapes[name]),
  ]);
  return {
    sizes: { B, W, I, H, constantInput },
    tensors: Object.fromEntries(tensors) as RecurrentTensors,
    output: layer.last ? 'last' : 'sequence',
    inputGradient: true,
    reverse: layer.reverse ?? false,
    finalCell: layer.finalCell ?? false,
    lengths: lengthsOf(layer),
  };
}

/** Numbers that are exact in single precision, so that both sides start from the same values. */
function layerValues(gates: number, layer: KernelCase): LayerValues {
  const { B, W, I, H, constantInput } = layer;
  let state = 7;
  const wave = (length: number, scale: number) =>
    Float64Array.from({ length }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.fround((state / 1_073_741_824 - 1) * scale);
    });
  const GH = gates * H;
  const input = wave((constantInput ? 1 : W) * B * I, 1);
  const counts = (at: number) => {
    const row = Math.floor(at / I);
    return constantInput || row % W < (layer.lengths?.[Math.floor(row / W)] ?? W);
  };
  const scale = 1 / Math.sqrt(H);
  return {
    inputs: {
      input: input.map((value, at) => (counts(at) ? value : 0)),
      weightIh: wave(GH * I, 1 / Math.sqrt(I)),
      weightHh: wave(GH * H, scale),
      biasIh: wave(GH, scale),
      biasHh: wave(GH, scale),
      initialHidden: wave(B * H, 1),
      initialCell: wave(B * H, 1),
    },
    upstream: wave(B * H * (layer.last ? 1 : W), 1),
    upstreamCell: wave(B * H, 1),
  };
}

function lengthsOf({ lengths }: KernelCase): Int32Array | undefined {
  return lengths && Int32Array.from(lengths);
}

function errorOf(actual: Float32Array, expected: Real): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  let largest = 1;
  expected.forEach((value, i) => {
    const error = Math.abs(value - actual[i]);
    worst = error <= worst ? worst : error; // a NaN wins
    largest = Math.max(largest, Math.abs(value));
  });
  return worst / largest;
}
