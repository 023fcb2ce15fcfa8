/** The layers that networks are made of, as functions over tensors and weights by name. */
import type { Random } from '@anodec/core';
import {
  applyMask,
  layerNorm,
  recurrent,
  type RecurrentOptions,
  type RecurrentWeights,
  tf,
} from '@anodec/kernels';
import type { NetworkConfig } from '../config.js';

/** Weights by name; see `parameterShapes`. */
export type NamedTensors = Readonly<Record<string, tf.Tensor>>;

/** Settings and weights of a network. */
export interface NetworkContext {
  readonly config: NetworkConfig;
  readonly weights: NamedTensors;
  /** The source of dropout masks; absent when nothing is dropped, as in scoring. */
  readonly dropout?: Random;
  /** Steps made before this one, over all epochs; absent outside of training. */
  readonly step?: number;
}

/** Whether a training step depends on weights and windows alone, not on random numbers or on how many there were before. */
export function isSteady(config: NetworkConfig): boolean {
  const { dropout, recurrentDropout, teacherForcing, variational } = config;
  return dropout === 0 && recurrentDropout === 0 && teacherForcing === 0 && !variational;
}

/** One recurrent layer with the weights of this name, its hidden state masked in training. */
export function runLayer(
  context: NetworkContext,
  name: string,
  input: tf.Tensor,
  options: RecurrentOptions,
): tf.Tensor {
  const hiddenMask = recurrentMask(context, name, input.shape[0]);
  return recurrent(context.config.cell, input, layerWeights(context, name), {
    ...options,
    ...(hiddenMask && { hiddenMask }),
  });
}

/** The weights of the recurrent layer of this name. */
export function layerWeights({ weights }: NetworkContext, name: string): RecurrentWeights {
  return {
    weightIh: weights[`${name}.weightIh`],
    weightHh: weights[`${name}.weightHh`],
    biasIh: weights[`${name}.biasIh`],
    biasHh: weights[`${name}.biasHh`],
  };
}

/**
 * (B, H), the mask of a layer's hidden state, the same at every row; undefined when nothing is dropped.
 *
 * Source: Gal & Ghahramani 2016, "A Theoretically Grounded Application of Dropout in Recurrent Neural Networks",
 * on the hidden state alone; inputs are dropped by `dropout`, anew at every row.
 */
export function recurrentMask(
  context: NetworkContext,
  name: string,
  B: number,
): tf.Tensor | undefined {
  const { weights, config, dropout } = context;
  const rate = config.recurrentDropout;
  if (!dropout || rate === 0) return undefined;
  const H = weights[`${name}.weightHh`].shape[1] ?? 0;
  return drawMask(dropout.stream(`recurrent ${name}`), rate, [B, H]);
}

/** The outputs of a recurrent layer, normalised where the settings say so and the layer has a scale for it. */
export function normalise(
  { weights }: NetworkContext,
  name: string,
  outputs: tf.Tensor,
): tf.Tensor {
  const scale = weights[`${name}_norm.weight`];
  return scale ? layerNorm(outputs, scale, weights[`${name}_norm.bias`]) : outputs;
}

/** Dropout: sets a share of the values to 0 and scales up the others, so that the mean stays. */
export function drop({ config, dropout }: NetworkContext, values: tf.Tensor): tf.Tensor {
  if (!dropout || config.dropout === 0) return values;
  return applyMask(values, drawMask(dropout, config.dropout, values.shape));
}

/** Factors 0, with the probability `rate`, or 1 / (1 − rate). */
function drawMask(random: Random, rate: number, shape: readonly number[]): tf.Tensor {
  const kept = 1 / (1 - rate);
  const size = shape.reduce((product, dim) => product * dim, 1);
  const mask = Float32Array.from({ length: size }, () => (random.uniform() < rate ? 0 : kept));
  return tf.tensor(mask, [...shape]);
}
