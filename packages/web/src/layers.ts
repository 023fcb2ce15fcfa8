/**
 * The layers of a network in plain TypeScript, in double precision over the float32 weights of a run. Layouts and
 * gates are PyTorch's.
 *
 * Source: Hochreiter & Schmidhuber 1997 with Gers et al. 2000 (LSTM); Cho et al. 2014, in the form of PyTorch (GRU);
 * Ba, Kiros & Hinton 2016 (layer normalisation).
 */
import { DataError, type DetectorState } from '@anodec/core';

/** Arrays of a network by name. */
export type Arrays = DetectorState['arrays'];

/** The name of a recurrent cell. */
export type CellName = 'lstm' | 'gru';

/** A row, or a state. */
export type Vector = ArrayLike<number>;

/** A recurrent layer over inputs of size I with hidden size H. */
export interface Layer {
  readonly I: number;
  readonly H: number;
  readonly weightIh: Float32Array;
  readonly weightHh: Float32Array;
  readonly biasIh: Float32Array;
  readonly biasHh: Float32Array;
}

/** Hidden and, in the LSTM, cell state, each (H); overwritten by every step. */
export interface State {
  readonly hidden: Float64Array;
  readonly cell: Float64Array;
}

/** Makes a state from the one before and an input. */
export type Step = (layer: Layer, input: Vector, state: State) => void;

/** A function of one vector. */
export type Map = (input: Vector) => Float64Array;

/** To add a cell: one function, one line here. */
export const steps: Readonly<Record<CellName, Step>> = { lstm: stepLstm, gru: stepGru };

/** Added to the variance, as in torch.nn.LayerNorm. */
const EPSILON = 1e-5;

/** The hidden states of all rows, in their order. @param reverse whether the last row is read first */
export function runLayer(
  step: Step,
  layer: Layer,
  rows: readonly Vector[],
  reverse = false,
): Float64Array[] {
  const state = emptyState(layer);
  const read = (input: Vector): Float64Array => {
    step(layer, input, state);
    return state.hidden.slice();
  };
  return reverse ? rows.toReversed().map(read).toReversed() : rows.map(read);
}

/** The state before the first row. */
export function emptyState({ H }: Layer): State {
  return { hidden: new Float64Array(H), cell: new Float64Array(H) };
}

function stepLstm(layer: Layer, input: Vector, { hidden, cell }: State): void {
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

function stepGru(layer: Layer, input: Vector, { hidden }: State): void {
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
export function multiply(matrix: Float32Array, vector: Vector): Float64Array {
  const columns = vector.length;
  const product = new Float64Array(matrix.length / columns);
  for (let row = 0, at = 0; row < product.length; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++, at++) sum += matrix[at] * vector[column];
    product[row] = sum;
  }
  return product;
}

/** A linear layer. @throws DataError when one of its arrays is not there */
export function linearOf(arrays: Arrays, name: string): Map {
  const weight = dataOf(arrays, `${name}.weight`);
  const bias = dataOf(arrays, `${name}.bias`);
  return (input) => multiply(weight, input).map((value, i) => value + bias[i]);
}

/** The normalisation of the outputs of a layer; leaves them as they are where the layer has none. */
export function normOf(arrays: Arrays, layer: string): (input: Float64Array) => Float64Array {
  if (!(`${layer}_norm.weight` in arrays)) return (input) => input;
  const weight = dataOf(arrays, `${layer}_norm.weight`);
  const bias = dataOf(arrays, `${layer}_norm.bias`);
  return (input) => {
    const mean = input.reduce((sum, value) => sum + value, 0) / input.length;
    const centred = input.map((value) => value - mean);
    const variance = centred.reduce((sum, value) => sum + value ** 2, 0) / input.length;
    return centred.map((value, i) => (value / Math.sqrt(variance + EPSILON)) * weight[i] + bias[i]);
  };
}

/**
 * The recurrent layers of a side, at least one.
 *
 * @param direction what their names end with
 * @throws DataError when an array is not there
 */
export function layersOf(arrays: Arrays, side: string, direction = ''): Layer[] {
  const layers: Layer[] = [];
  for (let i = 0; i === 0 || `${side}.${i}${direction}.weightIh` in arrays; i++) {
    const name = `${side}.${i}${direction}`;
    const data = (part: string): Float32Array => dataOf(arrays, `${name}.${part}`);
    layers.push({
      weightIh: data('weightIh'),
      weightHh: data('weightHh'),
      biasIh: data('biasIh'),
      biasHh: data('biasHh'),
      I: arrays[`${name}.weightIh`].shape[1],
      H: arrays[`${name}.weightHh`].shape[1],
    });
  }
  return layers;
}

/** An array. @throws DataError when it is not there */
export function dataOf(arrays: Arrays, name: string): Float32Array {
  const array = arrays[name];
  if (array) return array.data;
  throw new DataError(`The network must have an array ${name}, got none.`);
}
