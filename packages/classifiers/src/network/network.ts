/**
 * A feed-forward network over plain arrays: its parameters in one array, its outputs, and the gradient of its loss.
 *
 * The last layer has one output for two classes (the logistic function) and K for more (softmax). The loss is the
 * mean cross-entropy plus alpha / 2 times the sum of squared weights, biases left out, over the number of rows, as
 * in scikit-learn.
 *
 * Source: Rumelhart, Hinton & Williams 1986, "Learning Representations by Back-Propagating Errors".
 */
import type { Random } from '@anodec/core';
import { sigmoid, softmaxInPlace } from '../link.js';
import { addProducts, openRoom, tanhInPlace } from './products.js';

export type Activation = 'identity' | 'logistic' | 'tanh' | 'relu';

/** Inputs, hidden layers and outputs of a network. */
export interface Shape {
  /** Units of every layer, inputs first. */
  readonly units: readonly number[];
  /** Of the hidden layers. */
  readonly activation: Activation;
}

/** Rows to learn from: one or K targets for each. */
export interface Batch {
  /** (N, units[0]) */
  readonly inputs: Float64Array;
  /** (N, last of units), 0 or 1. */
  readonly targets: Float64Array;
  readonly N: number;
}

/** Rows that are computed at a time: what lies between the layers then fits into the second cache. */
const ROWS = 256;

/** Where a layer has its numbers, in the room; weights and biases also in arrays of parameters. */
interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** (inputs, outputs) */
  readonly weights: number;
  /** (outputs) */
  readonly biases: number;
  /** (ROWS, outputs), what it puts out, and the slope of the loss by what it adds up. */
  readonly values: number;
  readonly deltas: number;
  readonly isLast: boolean;
}

/** Where everything lies in the room: parameters first, as in their array. */
interface Places {
  readonly layers: readonly Layer[];
  readonly activation: Activation;
  /** As many as parameters, in the same order: the gradient, and weights (outputs, inputs). */
  readonly gradient: number;
  readonly turned: number;
  /** (ROWS, inputs of the first layer) */
  readonly inputs: number;
  readonly end: number;
}

function layOut(shape: Shape): Places {
  const { units, activation } = shape;
  const count = parameterCount(shape);
  let end = 0;
  const take = (numbers: number): number => {
    const at = end;
    end += numbers + (numbers % 2); // two numbers are computed at a time
    return at;
  };
  take(count);
  const [gradient, turned, inputs] = [take(count), take(count), take(ROWS * units[0])];
  let [weights, biases] = [0, weightCount(shape)];
  const layers = units.slice(1).map((outputs, l): Layer => {
    const sizes = { inputs: units[l], outputs, isLast: l === units.length - 2 };
    const room = { values: take(ROWS * outputs), deltas: take(ROWS * outputs) };
    const layer = { ...sizes, weights, biases, ...room };
    weights += units[l] * outputs;
    biases += outputs;
    return layer;
  });
  return { layers, activation, gradient, turned, inputs, end };
}

function lastOf({ layers }: Places): Layer {
  return layers[layers.length - 1];
}

/** The number of parameters: all weights, then all biases. */
export function parameterCount({ units }: Shape): number {
  return units.slice(1).reduce((sum, outputs, i) => sum + (units[i] + 1) * outputs, 0);
}

/** The number of weights, which come first among the parameters. */
export function weightCount({ units }: Shape): number {
  return units.slice(1).reduce((sum, outputs, i) => sum + units[i] * outputs, 0);
}

/**
 * Parameters to begin with, uniform.
 *
 * Source: Glorot & Bengio 2010, "Understanding the Difficulty of Training Deep Feedforward Neural Networks",
 * equation 16; a smaller range for the logistic function.
 */
export function initialParameters(shape: Shape, random: Random): Float64Array {
  const parameters = new Float64Array(parameterCount(shape));
  const factor = shape.activation === 'logistic' ? 2 : 6;
  for (const { inputs, outputs, weights, biases } of layOut(shape).layers) {
    const bound = Math.sqrt(factor / (inputs + outputs));
    for (const [at, count] of [
      [weights, inputs * outputs],
      [biases, outputs],
    ]) {
      for (let i = at; i < at + count; i++) parameters[i] = (2 * random.uniform() - 1) * bound;
    }
  }
  return parameters;
}

/**
 * The outputs of a network.
 *
 * @param inputs (N, units[0])
 * @returns (N, last of units), probabilities
 */
export function outputsOf(
  shape: Shape,
  parameters: Float64Array,
  inputs: Float64Array,
): Float64Array {
  const places = layOut(shape);
  const room = openRoom(places.end);
  room.set(parameters);
  const [I, O] = [places.layers[0].inputs, lastOf(places).outputs];
  const outputs = new Float64Array((inputs.length / I) * O);
  for (let n = 0; n * I < inputs.length; n += ROWS) {
    const piece = inputs.subarray(n * I, (n + ROWS) * I);
    const rows = piece.length / I;
    forward(places, room, piece);
    const { values } = lastOf(places);
    outputs.set(room.subarray(values, values + rows * O), n * O);
  }
  return outputs;
}

/** Computes the outputs of every layer for some rows, the last one after its own activation. */
function forward(
  { layers, inputs: first, activation }: Places,
  room: Float64Array,
  inputs: Float64Array,
): void {
  room.set(inputs, first);
  const rows = inputs.length / layers[0].inputs;
  let from = first;
  for (const { inputs: I, outputs: O, weights, biases, values, isLast } of layers) {
    for (let n = 0; n < rows; n++) room.copyWithin(values + n * O, biases, biases + O);
    const left = { at: from, stride: I, step: 1 };
    addProducts(I, left, { at: weights, step: O }, { at: values, rows, columns: O });
    const outputs = room.subarray(values, values + rows * O);
    if (isLast) toProbabilities(outputs, O);
    else if (activation === 'tanh') tanhInPlace(values, rows * O);
    else activate(activation, outputs);
    from = values;
  }
}

function activate(activation: Activation, values: Float64Array): void {
  if (activation === 'identity') return;
  for (let i = 0; i < values.length; i++) {
    values[i] = activation === 'relu' ? Math.max(0, values[i]) : sigmoid(values[i]);
  }
}

function toProbabilities(values: Float64Array, O: number): void {
  if (O === 1) {
    for (let n = 0; n < values.length; n++) values[n] = sigmoid(values[n]);
    return;
  }
  for (let start = 0; start < values.length; start += O) {
    softmaxInPlace(values.subarray(start, start + O));
  }
}

/** Multiplies the deltas of a layer by the slope of the activation, given its outputs. */
function multiplySlope(
  activation: Activation,
  room: Float64Array,
  { values, deltas, outputs }: Layer,
  N: number,
): void {
  if (activation === 'identity') return;
  for (let i = 0; i < N * outputs; i++) {
    const a = room[values + i];
    if (activation === 'tanh') room[deltas + i] *= 1 - a * a;
    else if (activation === 'logistic') room[deltas + i] *= a * (1 - a);
    else if (a === 0) room[deltas + i] = 0;
  }
}

/**
 * The loss of a batch and its gradient.
 *
 * @param alpha weight of the squared weights
 * @param gradient as many as parameters, overwritten
 */
export function lossAndGradient(
  shape: Shape,
  parameters: Float64Array,
  { inputs, targets, N }: Batch,
  alpha: number,
  gradient: Float64Array,
): number {
  const places = layOut(shape);
  const room = openRoom(places.end);
  room.set(parameters);
  prepareGradient(places, room, alpha);
  const [I, O] = [places.layers[0].inputs, lastOf(places).outputs];
  let sum = 0;
  for (let n = 0; n < N; n += ROWS) {
    const rows = Math.min(ROWS, N - n);
    sum += addGradient(places, room, {
      inputs: inputs.subarray(n * I, (n + rows) * I),
      targets: targets.subarray(n * O, (n + rows) * O),
      N: rows,
    });
  }
  const sums = room.subarray(places.gradient, places.gradient + gradient.length);
  for (let i = 0; i < gradient.length; i++) gradient[i] = sums[i] / N;
  return sum / N + penalty(shape, parameters, alpha) / N;
}

/** Sets the sums of the gradient to those of the penalty, and turns the weights around for the way back. */
function prepareGradient({ layers, gradient, turned }: Places, room: Float64Array, alpha: number) {
  for (const { inputs: I, outputs: O, weights, biases } of layers) {
    for (let i = 0; i < I; i++) {
      for (let o = 0, at = weights + i * O; o < O; o++, at++) {
        room[gradient + at] = alpha * room[at];
        room[turned + weights + o * I + i] = room[at];
      }
    }
    room.fill(0, gradient + biases, gradient + biases + O);
  }
}

/** Adds the gradient of some rows, at most ROWS, to the sums. @returns their loss, summed */
function addGradient(places: Places, room: Float64Array, { inputs, targets, N }: Batch): number {
  const { layers, activation, gradient, turned } = places;
  forward(places, room, inputs);
  const { values, deltas, outputs } = lastOf(places);
  // both pairs of output and loss are canonical
  for (let i = 0; i < targets.length; i++) room[deltas + i] = room[values + i] - targets[i];
  for (let l = layers.length - 1; l >= 0; l--) {
    const { inputs: I, outputs: O, weights, biases, deltas: own } = layers[l];
    const before = l > 0 ? layers[l - 1] : undefined;
    const left = { at: before?.values ?? places.inputs, stride: 1, step: I };
    addProducts(N, left, { at: own, step: O }, { at: gradient + weights, rows: I, columns: O });
    addRows(room, own, N, gradient + biases, O);
    if (!before) break;
    room.fill(0, before.deltas, before.deltas + N * I);
    const back = { at: own, stride: O, step: 1 };
    const right = { at: turned + weights, step: I };
    addProducts(O, back, right, { at: before.deltas, rows: N, columns: I });
    multiplySlope(activation, room, before, N);
  }
  return crossEntropy(room.subarray(values, values + targets.length), targets, outputs);
}

/** Adds N rows of O numbers to one. */
function addRows(room: Float64Array, from: number, N: number, to: number, O: number): void {
  for (let n = 0; n < N; n++) {
    for (let o = 0; o < O; o++) room[to + o] += room[from + n * O + o];
  }
}

/**
 * Summed over rows; probabilities are kept away from 0 and 1 by the precision of a double.
 *
 * @param O outputs of a row; one stands for two classes
 */
function crossEntropy(outputs: Float64Array, targets: Float64Array, O: number): number {
  let sum = 0;
  for (let i = 0; i < outputs.length; i++) {
    const p = Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, outputs[i]));
    if (targets[i] === 1) sum -= Math.log(p);
    else if (O === 1) sum -= Math.log(1 - p);
  }
  return sum;
}

function penalty(shape: Shape, parameters: Float64Array, alpha: number): number {
  let squares = 0;
  for (const weight of parameters.subarray(0, weightCount(shape))) squares += weight * weight;
  return (alpha / 2) * squares;
}
