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
import { addProducts } from './products.js';

export type Activation = 'identity' | 'logistic' | 'tanh' | 'relu';

/** Inputs, hidden layers and outputs of a network. */
export interface Shape {
  /** Units of every layer, inputs first. */
  readonly units: readonly number[];
  /** Of the hidden layers. */
  readonly activation: Activation;
}

/** The parameters of one layer, as views. */
interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** (inputs, outputs) */
  readonly weights: Float64Array;
  /** (outputs) */
  readonly biases: Float64Array;
}

/** Rows to learn from: one or K targets for each. */
export interface Batch {
  /** (N, units[0]) */
  readonly inputs: Float64Array;
  /** (N, last of units), 0 or 1. */
  readonly targets: Float64Array;
  readonly N: number;
}

/** The number of parameters: all weights, then all biases. */
export function parameterCount({ units }: Shape): number {
  return units.slice(1).reduce((sum, outputs, i) => sum + (units[i] + 1) * outputs, 0);
}

/** The number of weights, which come first among the parameters. */
export function weightCount({ units }: Shape): number {
  return units.slice(1).reduce((sum, outputs, i) => sum + units[i] * outputs, 0);
}

/** @param parameters all weights layer by layer, then all biases; the layers are views of them */
function layersOf({ units }: Shape, parameters: Float64Array): Layer[] {
  let weight = 0;
  let bias = weightCount({ units, activation: 'identity' });
  return units.slice(1).map((outputs, i) => {
    const inputs = units[i];
    const weights = parameters.subarray(weight, (weight += inputs * outputs));
    return { inputs, outputs, weights, biases: parameters.subarray(bias, (bias += outputs)) };
  });
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
  for (const { inputs, outputs, weights, biases } of layersOf(shape, parameters)) {
    const bound = Math.sqrt(factor / (inputs + outputs));
    for (const part of [weights, biases]) {
      for (let i = 0; i < part.length; i++) part[i] = (2 * random.uniform() - 1) * bound;
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
  const layers = layersOf(shape, parameters);
  return forward(layers, shape.activation, inputs)[layers.length];
}

/** The inputs and the outputs of every layer, the last one after its own activation. */
function forward(
  layers: readonly Layer[],
  activation: Activation,
  inputs: Float64Array,
): Float64Array[] {
  const values = [inputs];
  for (const [l, layer] of layers.entries()) {
    const outputs = affine(layer, values[l]);
    if (l < layers.length - 1) activate(activation, outputs);
    else toProbabilities(outputs, layer.outputs);
    values.push(outputs);
  }
  return values;
}

/** (N, outputs): inputs · weights + biases. */
function affine({ inputs: I, outputs: O, weights, biases }: Layer, x: Float64Array): Float64Array {
  const N = x.length / I;
  const y = new Float64Array(N * O);
  for (let start = 0; start < y.length; start += O) y.set(biases, start);
  const left = { values: x, stride: I, step: 1 };
  const right = { values: weights, stride: 1, step: O };
  addProducts(I, left, right, { values: y, rows: N, columns: O });
  return y;
}

function activate(activation: Activation, values: Float64Array): void {
  if (activation === 'identity') return;
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    values[i] =
      activation === 'tanh' ? Math.tanh(x) : activation === 'relu' ? Math.max(0, x) : sigmoid(x);
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

/** Multiplies by the slope of the activation, given its outputs. */
function multiplySlope(activation: Activation, outputs: Float64Array, deltas: Float64Array): void {
  if (activation === 'identity') return;
  for (let i = 0; i < deltas.length; i++) {
    const a = outputs[i];
    if (activation === 'tanh') deltas[i] *= 1 - a * a;
    else if (activation === 'logistic') deltas[i] *= a * (1 - a);
    else if (a === 0) deltas[i] = 0;
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
  const layers = layersOf(shape, parameters);
  const gradients = layersOf(shape, gradient);
  const values = forward(layers, shape.activation, inputs);
  const outputs = values[layers.length];
  let deltas: Float64Array = outputs.map((output, i) => output - targets[i]); // both pairs of output and loss are canonical
  for (let l = layers.length - 1; l >= 0; l--) {
    setLayerGradient(layers[l], gradients[l], values[l], deltas, alpha, N);
    if (l === 0) break;
    deltas = backward(layers[l], deltas);
    multiplySlope(shape.activation, values[l], deltas);
  }
  const O = layers[layers.length - 1].outputs;
  return crossEntropy(outputs, targets, O) / N + penalty(shape, parameters, alpha) / N;
}

function setLayerGradient(
  { inputs: I, outputs: O, weights }: Layer,
  gradient: Layer,
  x: Float64Array,
  deltas: Float64Array,
  alpha: number,
  N: number,
): void {
  const sums = gradient.weights;
  for (let i = 0; i < weights.length; i++) sums[i] = alpha * weights[i];
  const left = { values: x, stride: 1, step: I };
  const right = { values: deltas, stride: 1, step: O };
  addProducts(N, left, right, { values: sums, rows: I, columns: O });
  gradient.biases.fill(0);
  for (let i = 0; i < deltas.length; i++) gradient.biases[i % O] += deltas[i];
  for (let i = 0; i < sums.length; i++) sums[i] /= N;
  for (let j = 0; j < O; j++) gradient.biases[j] /= N;
}

/** (N, inputs): deltas · weightsᵀ. */
function backward({ inputs: I, outputs: O, weights }: Layer, deltas: Float64Array): Float64Array {
  const N = deltas.length / O;
  const back = new Float64Array(N * I);
  const left = { values: deltas, stride: O, step: 1 };
  const right = { values: weights, stride: O, step: 1 };
  addProducts(O, left, right, { values: back, rows: N, columns: I });
  return back;
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
