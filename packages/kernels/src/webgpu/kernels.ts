/**
 * The recurrent kernels of the `webgpu` backend.
 *
 * Computations over all rows at once use the backend's matrix product: the input's part of the gates
 * before the time loop, the gradients of weights and input after it. The loop itself is one shader forward
 * and one backward. Nothing is downloaded in between.
 */
import type {
  RecurrentCall,
  RecurrentKernel,
  RecurrentResult,
  RecurrentTensors,
} from '../recurrent/kernel.js';
import { isLearning } from '../recurrent/learning.js';
import { tf } from '../tensorflow.js';
import { backwardShader, backwardStorage } from './backward-shader.js';
import type { WgslCell } from './cell.js';
import { dispatch, type StepRange, walkUniforms } from './dispatch.js';
import { copyInto, deviceLimits, emptyTensor, partOf, zeroTensor } from './engine.js';
import { forwardShader, forwardStorage, keepsPrevious } from './forward-shader.js';
import { type Geometry, geometryOf, limitsOf, type WalkSizes } from './geometry.js';
import { wgslGru } from './gru.js';
import { longProduct } from './long-product.js';
import { wgslLstm } from './lstm.js';
import { padded, type ShaderOptions, type Storage, shaderOptions } from './shader.js';
import { columnSums, sumRows } from './training/shaders.js';

/**
 * The kernels of both cells.
 *
 * @param layOut for tests and measurements; by default what suits the device
 * @param records whether forward writes down what backward needs; by default while a tape records. Tests and
 *   measurements that go back without one say so
 */
export function createWebgpuKernels(
  layOut: (walk: WalkSizes) => Geometry = usualGeometry,
  records: () => boolean = isLearning,
): Readonly<Record<'lstm' | 'gru', RecurrentKernel>> {
  return { lstm: kernelOf(wgslLstm, layOut, records), gru: kernelOf(wgslGru, layOut, records) };
}

function usualGeometry(walk: WalkSizes): Geometry {
  return geometryOf(walk, limitsOf(deviceLimits()));
}

function kernelOf(
  cell: WgslCell,
  layOut: (walk: WalkSizes) => Geometry,
  records: () => boolean,
): RecurrentKernel {
  return (call) => {
    const { B, H } = call.sizes;
    const recorded = records();
    return forward(call, (pass) =>
      shaderOptions(cell, call.sizes, layOut({ pass, gates: cell.gates, B, H }), call, recorded),
    );
  };
}

/** The shader of one direction of a layer, and what it reads and writes; for measurements. */
export function walkShader(
  cell: 'lstm' | 'gru',
  call: RecurrentCall,
  geometry: Geometry,
): { shader: string; storage: readonly Storage[] } {
  const options = shaderOptions({ lstm: wgslLstm, gru: wgslGru }[cell], call.sizes, geometry, call);
  if (geometry.pass === 'forward')
    return { shader: forwardShader(options), storage: forwardStorage(options) };
  return { shader: backwardShader(options), storage: backwardStorage(options) };
}

/** All that the text of a shader depends on. */
function keyOf({ cell, ...options }: ShaderOptions): string {
  return JSON.stringify({ ...options, cell: cell.name });
}

type OptionsOf = (pass: WalkSizes['pass']) => ShaderOptions;

/** The tensors that forward saves, in this order; `lengths` only where they are given. */
interface Tape {
  readonly input: tf.Tensor;
  readonly weightIh: tf.Tensor;
  readonly weightHh: tf.Tensor;
  readonly tape: tf.Tensor;
  readonly previous: tf.Tensor;
  readonly lengths?: tf.Tensor;
}

function forward(call: RecurrentCall, optionsOf: OptionsOf): RecurrentResult {
  const options = optionsOf('forward');
  const { cell, geometry } = options;
  const { B, W, I, H } = call.sizes;
  const { input, weightIh, weightHh, biasIh, biasHh, initialHidden, initialCell } = call.tensors;
  const lengths = call.lengths && { lengths: tf.tensor1d(call.lengths, 'int32') };
  const states = zeroTensor(cell.hasCell ? 2 : 1, B, H);
  if (!call.fromZero) {
    copyInto(states, 0, initialHidden);
    if (cell.hasCell) copyInto(states, B * H, initialCell);
  }
  const hidden = options.sequenceOutput && { hidden: emptyTensor(B, W, H) };
  const tape = options.records && { tape: emptyTensor(B, W, (cell.gates + 1) * H) };
  const previous = keepsPrevious(options) && { previous: emptyTensor(B, W, H) };
  const product = tf.fused.matMul({
    a: tf.reshape(input, [-1, I]),
    b: weightIh,
    transposeB: true,
    bias: biasIh,
  });
  const matrix = quadsOfColumns(weightHh, cell.gates, H);
  dispatch({
    name: `${cell.name} ${H} forward`,
    key: keyOf(options),
    shader: () => forwardShader(options),
    storage: forwardStorage(options),
    tensors: {
      matrix,
      product,
      bias: biasHh,
      ...tape,
      ...previous,
      states,
      ...hidden,
      ...lengths,
    },
    uniforms: rangesOf(call, geometry, geometry.whole ? 0 : -1).map(walkUniforms),
    workgroups: geometry.workgroups,
  });
  const saved = options.records
    ? { input, weightIh, weightHh, ...tape, ...previous, ...lengths }
    : {};
  return {
    value: hidden ? hidden.hidden : partOf(states, 0, B, H),
    finalCell: call.finalCell ? partOf(states, B * H, B, H) : undefined,
    saved: Object.values<tf.Tensor>(saved),
    backward(dValue, dFinalCell, tensors) {
      const names = Object.keys(saved);
      const kept = Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
      return backward(call, optionsOf('backward'), dValue, dFinalCell, kept as unknown as Tape);
    },
  };
}

function backward(
  call: RecurrentCall,
  options: ShaderOptions,
  dValue: tf.Tensor,
  dFinalCell: tf.Tensor | undefined,
  { input, weightIh, weightHh, tape, previous, lengths }: Tape,
): Partial<RecurrentTensors> {
  const { cell, geometry, sequenceOutput } = options;
  const { B, W, H } = call.sizes;
  const GH = cell.gates * H;
  const dStates = zeroTensor(cell.hasCell ? 2 : 1, B, H);
  if (!sequenceOutput) copyInto(dStates, 0, dValue);
  if (cell.hasCell && dFinalCell) copyInto(dStates, B * H, dFinalCell);
  const matrix = quadsOfRows(weightHh, GH, H);
  const dRecurrent = emptyTensor(B * W, GH);
  const dInput = cell.separateGradients ? emptyTensor(B * W, GH) : dRecurrent;
  dispatch({
    name: `${cell.name} ${H} backward`,
    key: keyOf(options),
    shader: () => backwardShader(options),
    storage: backwardStorage(options),
    tensors: {
      matrix,
      tape,
      previous,
      dStates,
      dRecurrent,
      dInput,
      ...(sequenceOutput && { dHidden: dValue }),
      ...(lengths && { lengths }),
    },
    uniforms: rangesOf(call, geometry, -1).toReversed().map(walkUniforms),
    workgroups: geometry.workgroups,
  });
  const biasHh = columnSums(dRecurrent, GH);
  return {
    ...inputGradients(call, dInput, input, weightIh),
    // of an LSTM, both biases have the same gradient
    biasIh: cell.separateGradients ? columnSums(dInput, GH) : tf.clone(biasHh),
    weightHh: longProduct(dRecurrent as tf.Tensor2D, tf.reshape(previous, [B * W, H])),
    biasHh,
    ...(!call.fromZero && initialGradients(cell, dStates, B, H)),
  };
}

function initialGradients(
  { hasCell }: WgslCell,
  dStates: tf.Tensor,
  B: number,
  H: number,
): Partial<RecurrentTensors> {
  const initialHidden = partOf(dStates, 0, B, H);
  return hasCell ? { initialHidden, initialCell: partOf(dStates, B * H, B, H) } : { initialHidden };
}

function inputGradients(
  { sizes: { B, W, I, constantInput }, inputGradient }: RecurrentCall,
  dInput: tf.Tensor,
  input: tf.Tensor,
  weightIh: tf.Tensor,
): Partial<RecurrentTensors> {
  // the gradient of a constant input is summed over all rows
  const dRows = constantInput ? sumRows(dInput, dInput.size / (B * W), W) : dInput;
  const rows = tf.reshape(input, [-1, I]);
  const gradients = { weightIh: longProduct(dRows as tf.Tensor2D, rows as tf.Tensor2D) };
  if (!inputGradient) return gradients;
  return { ...gradients, input: tf.reshape(tf.matMul(dRows, weightIh), input.shape) };
}

/** The dispatches from step `first` to the last: one for all where `whole`, else one for each. */
function rangesOf(
  { sizes: { B, W } }: RecurrentCall,
  { whole }: Geometry,
  first: number,
): StepRange[] {
  if (whole) return [{ B, W, first, end: W }];
  return Array.from({ length: W - first }, (_, i) => {
    return { B, W, first: first + i, end: first + i + 1 };
  });
}

/** (H/4, G, H, 4): of each gate's row, four adjacent columns. */
function quadsOfColumns(weightHh: tf.Tensor, gates: number, H: number): tf.Tensor {
  const columns = padded(H);
  const fill: [number, number][] = [
    [0, 0],
    [0, columns - H],
  ];
  const rows = columns === H ? weightHh : tf.pad(weightHh, fill);
  return tf.transpose(tf.reshape(rows, [gates, H, columns / 4, 4]), [2, 0, 1, 3]);
}

/** (GH/4, H, 4): of each column, four adjacent rows. */
function quadsOfRows(weightHh: tf.Tensor, GH: number, H: number): tf.Tensor {
  const rows = padded(GH);
  const fill: [number, number][] = [
    [0, rows - GH],
    [0, 0],
  ];
  const filled = rows === GH ? weightHh : tf.pad(weightHh, fill);
  return tf.transpose(tf.reshape(filled, [rows / 4, 4, H]), [0, 2, 1]);
}
