/**
 * Spectral normalisation: every weight of a network is divided by its largest singular value, which power iteration
 * estimates with two vectors that are kept from step to step.
 *
 * The vectors move once before a step, and stay as they are in all passes of it: real and generated days meet the same
 * weights. The singular value is uᵀWv of the weights as they are, and takes part in their gradient; the vectors do not.
 *
 * Source: Miyato, Kataoka, Koyama & Yoshida 2018, "Spectral Normalization for Generative Adversarial Networks",
 * section 2 and algorithm 1. The order of the two products, epsilon and the iterations at the beginning are PyTorch's.
 */
import type { NamedArray, Random } from '@anodec/core';
import { tf } from '@anodec/kernels';
import type { WeightArrays } from '../weights.js';
import type { NamedTensors, Weight, Weights } from './layer.js';

/** Smallest length that a vector is divided by. */
const EPSILON = 1e-12;

/** Iterations before the first step, which begin at random vectors. */
const FIRST_ITERATIONS = 15;

/** Spectral normalisation of the weights of one network. */
export interface SpectralNorm {
  /** The vectors by name: `NAME.u` over the last dimension of a weight, `NAME.v` over all others. */
  readonly vectors: Weights;
  /** @returns the weights of a pass without the vectors, each divided by its largest singular value */
  normalize(weights: NamedTensors): NamedTensors;
  /** One power iteration of every weight. @returns the new vectors; the caller disposes of them */
  iterate(weights: NamedTensors): NamedTensors;
  /** Vectors that begin close to where they go. @param arrays weights and random vectors @returns all of them */
  settle(arrays: WeightArrays): WeightArrays;
}

/** @param weights of the network; those of two dimensions or more are normalised */
export function spectralNormOf(weights: Weights): SpectralNorm {
  const names = Object.keys(weights).filter((name) => {
    return weights[name].isTrained && weights[name].shape.length > 1;
  });
  const vectors = names.flatMap((name) => {
    const [rows, columns] = matrixShape(weights[name].shape);
    return [vector(`${name}.u`, columns), vector(`${name}.v`, rows)];
  });
  const vectorNames = new Set(vectors.map(([name]) => name));
  return {
    vectors: Object.fromEntries(vectors),
    normalize(tensors) {
      const divided = names.map((name) => [name, divide(tensors, name)] as const);
      const others = Object.entries(tensors).filter(([name]) => !vectorNames.has(name));
      return Object.fromEntries([...others, ...divided]);
    },
    iterate: (tensors) => Object.assign({}, ...names.map((name) => iterate(tensors, name))),
    settle: (arrays) => ({
      ...arrays,
      ...Object.assign({}, ...names.map((name) => settle(arrays, name))),
    }),
  };
}

/** A weight as a matrix: (all dimensions but the last, the last). */
function matrixShape(shape: readonly number[]): [rows: number, columns: number] {
  const columns = shape[shape.length - 1];
  return [shape.reduce((size, dim) => size * dim, 1) / columns, columns];
}

function vector(name: string, size: number): readonly [string, Weight] {
  return [name, { shape: [size], isTrained: false, fill: unitVector }];
}

function unitVector(values: Float32Array, random: Random): void {
  for (let i = 0; i < values.length; i++) values[i] = random.normal();
  values.set(scaled(Float64Array.from(values)));
}

/** W / uᵀWv */
function divide(tensors: NamedTensors, name: string): tf.Tensor {
  const weight = tensors[name];
  const [rows, columns] = matrixShape(weight.shape);
  const matrix = tf.reshape<tf.Rank.R2>(weight, [rows, columns]);
  const u = tf.reshape(tensors[`${name}.u`], [columns, 1]);
  const v = tf.reshape<tf.Rank.R2>(tensors[`${name}.v`], [1, rows]);
  const sigma = tf.matMul(tf.matMul(v, matrix), u);
  return tf.div(weight, tf.reshape(sigma, []));
}

function iterate(tensors: NamedTensors, name: string): NamedTensors {
  const [rows, columns] = matrixShape(tensors[name].shape);
  const matrix = tf.reshape<tf.Rank.R2>(tensors[name], [rows, columns]);
  const before = tf.reshape<tf.Rank.R2>(tensors[`${name}.v`], [1, rows]);
  const u = unit(tf.matMul(before, matrix));
  const v = unit(tf.matMul(u, matrix, false, true));
  return { [`${name}.u`]: tf.reshape(u, [columns]), [`${name}.v`]: tf.reshape(v, [rows]) };
}

function unit(row: tf.Tensor2D): tf.Tensor2D {
  return tf.div(row, tf.maximum(tf.sqrt(tf.sum(tf.square(row))), EPSILON));
}

/** The same in double precision, without a backend, so that a training begins with the same bits on every one. */
function settle(arrays: WeightArrays, name: string): Record<string, NamedArray> {
  const { data, shape } = arrays[name];
  const [rows, columns] = matrixShape(shape);
  let u = new Float64Array(columns);
  let v = Float64Array.from(arrays[`${name}.v`].data);
  for (let i = 0; i < FIRST_ITERATIONS; i++) {
    const [across, down] = [new Float64Array(columns), new Float64Array(rows)];
    data.forEach((w, j) => (across[j % columns] += w * v[Math.floor(j / columns)]));
    u = scaled(across);
    data.forEach((w, j) => (down[Math.floor(j / columns)] += w * u[j % columns]));
    v = scaled(down);
  }
  return {
    [`${name}.u`]: { shape: [columns], data: Float32Array.from(u) },
    [`${name}.v`]: { shape: [rows], data: Float32Array.from(v) },
  };
}

function scaled(values: Float64Array): Float64Array<ArrayBuffer> {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return values.map((value) => value / Math.max(length, EPSILON));
}
