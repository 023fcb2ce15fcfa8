/**
 * The forward pass of a network in plain TypeScript, for browsers: a window at a time, in double precision over
 * the float32 weights of the run.
 *
 * TensorFlow.js with its kernels would more than double the page for the same numbers. Results differ from those of the other backends
 * by the rounding of single precision, about one part in a million. Layouts and gates are PyTorch's.
 *
 * Source: Hochreiter & Schmidhuber 1997 with Gers et al. 2000 (LSTM); Cho et al. 2014, in the form of PyTorch (GRU).
 */
import { DataError, type DetectorState } from '@anodec/core';

/** What of the settings decides how a network computes. */
export interface NetworkSettings {
  readonly cell: 'lstm' | 'gru';
  readonly decoder: 'repeat' | 'autoregressive';
  readonly linearOutput: boolean;
}

type Arrays = DetectorState['arrays'];

/** A recurrent layer over inputs of size I with hidden size H. */
interface Layer {
  readonly I: number;
  readonly H: number;
  readonly weightIh: Float32Array;
  readonly weightHh: Float32Array;
  readonly biasIh: Float32Array;
  readonly biasHh: Float32Array;
}

/** Hidden and, in the LSTM, cell state, each (H); overwritten by every step. */
interface State {
  readonly hidden: Float64Array;
  readonly cell: Float64Array;
}

/** Makes a state from the one before and an input. */
type Step = (layer: Layer, input: ArrayLike<number>, state: State) => void;

/** To add a cell: one function, one line here. */
const steps: Readonly<Record<NetworkSettings['cell'], Step>> = { lstm: stepLstm, gru: stepGru };

/**
 * Makes the function that reconstructs a window.
 *
 * @returns takes a complete window (W, C) and the number R of rows to decode; gives (R, C) in the order of
 *   decoding, the last row of the window first where the network was trained on reversed windows
 * @throws DataError when the arrays are not those of such a network
 */
export function createReconstruction(
  settings: NetworkSettings,
  arrays: Arrays,
): (window: Float32Array, R: number) => Float64Array {
  const encoder = layersOf(arrays, 'encoder');
  const decoder = layersOf(arrays, 'decoder');
  const step = steps[settings.cell];
  const output = settings.linearOutput ? linearOf(arrays, 'output') : undefined;
  const bridge = 'bridge.weight' in arrays ? linearOf(arrays, 'bridge') : undefined;
  const decode = settings.decoder === 'repeat' ? decodeRepeated : decodeOwnOutput;
  return (window, R) => {
    const C = encoder[0].I;
    let rows: readonly ArrayLike<number>[] = Array.from({ length: window.length / C }, (_, w) =>
      window.subarray(w * C, (w + 1) * C),
    );
    for (const layer of encoder) rows = runLayer(step, layer, rows);
    const code = rows[rows.length - 1];
    return decode({ step, decoder, output, bridge, code, R });
  };
}

interface Decoding {
  readonly step: Step;
  readonly decoder: readonly Layer[];
  readonly output: Linear | undefined;
  readonly bridge: Linear | undefined;
  readonly code: ArrayLike<number>;
  readonly R: number;
}

/** The input at every row is the code. */
function decodeRepeated({ step, decoder, output, code, R }: Decoding): Float64Array {
  let rows: readonly ArrayLike<number>[] = Array.from({ length: R }, () => code);
  for (const layer of decoder) rows = runLayer(step, layer, rows);
  return join(output ? rows.map(output) : rows);
}

/** The input at every row is the output of the row before; the first is that of the starting state. */
function decodeOwnOutput({ step, decoder, output, bridge, code, R }: Decoding): Float64Array {
  const [layer] = decoder;
  if (!output)
    throw new DataError('An autoregressive decoder must have a linear output, got none.');
  const state = emptyState(layer);
  state.hidden.set(bridge ? bridge(code) : Float64Array.from(code));
  const rows: Float64Array[] = [];
  for (let r = 0; r < R; r++) {
    step(layer, rows[r - 1] ?? output(state.hidden), state);
    rows.push(output(state.hidden));
  }
  return join(rows);
}

/** The hidden states of all rows. */
function runLayer(step: Step, layer: Layer, rows: readonly ArrayLike<number>[]): Float64Array[] {
  const state = emptyState(layer);
  return rows.map((input) => {
    step(layer, input, state);
    return state.hidden.slice();
  });
}

function emptyState({ H }: Layer): State {
  return { hidden: new Float64Array(H), cell: new Float64Array(H) };
}

function stepLstm(layer: Layer, input: ArrayLike<number>, { hidden, cell }: State): void {
  const { H, biasIh, biasHh } = layer;
  const fromInput = multiply(layer.weightIh, input);
  const fromHidden = multiply(layer.weightHh, hidden);
  const gate = (row: number): number =>
    fromInput[row] + biasIh[row] + fromHidden[row] + biasHh[row];
  for (let j = 0; j < H; j++) {
    const i = sigmoid(gate(j));
    const f = sigmoid(gate(H + j));
    const g = Math.tanh(gate(2 * H + j));
    const o = sigmoid(gate(3 * H + j));
    cell[j] = f * cell[j] + i * g;
    hidden[j] = o * Math.tanh(cell[j]);
  }
}

function stepGru(layer: Layer, input: ArrayLike<number>, { hidden }: State): void {
  const { H, biasIh, biasHh } = layer;
  const fromInput = multiply(layer.weightIh, input);
  const fromHidden = multiply(layer.weightHh, hidden);
  const x = (row: number): number => fromInput[row] + biasIh[row];
  const h = (row: number): number => fromHidden[row] + biasHh[row];
  for (let j = 0; j < H; j++) {
    const r = sigmoid(x(j) + h(j));
    const z = sigmoid(x(H + j) + h(H + j));
    const n = Math.tanh(x(2 * H + j) + r * h(2 * H + j));
    hidden[j] = (1 - z) * n + z * hidden[j];
  }
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Matrix (rows, columns) times a vector of its columns. */
function multiply(matrix: Float32Array, vector: ArrayLike<number>): Float64Array {
  const columns = vector.length;
  const product = new Float64Array(matrix.length / columns);
  for (let row = 0, at = 0; row < product.length; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++, at++) sum += matrix[at] * vector[column];
    product[row] = sum;
  }
  return product;
}

type Linear = (input: ArrayLike<number>) => Float64Array;

function linearOf(arrays: Arrays, name: string): Linear {
  const weight = dataOf(arrays, `${name}.weight`);
  const bias = dataOf(arrays, `${name}.bias`);
  return (input) => multiply(weight, input).map((value, i) => value + bias[i]);
}

function layersOf(arrays: Arrays, side: string): Layer[] {
  const layers: Layer[] = [];
  for (let i = 0; i === 0 || `${side}.${i}.weightIh` in arrays; i++) {
    const data = (part: string): Float32Array => dataOf(arrays, `${side}.${i}.${part}`);
    layers.push({
      weightIh: data('weightIh'),
      weightHh: data('weightHh'),
      biasIh: data('biasIh'),
      biasHh: data('biasHh'),
      I: arrays[`${side}.${i}.weightIh`].shape[1],
      H: arrays[`${side}.${i}.weightHh`].shape[1],
    });
  }
  return layers;
}

function dataOf(arrays: Arrays, name: string): Float32Array {
  const array = arrays[name];
  if (array) return array.data;
  throw new DataError(`The network must have an array ${name}, got none.`);
}

function join(rows: readonly ArrayLike<number>[]): Float64Array {
  return Float64Array.from(rows.flatMap((row) => Array.from(row)));
}
