/** The layers that networks are made of, as functions over tensors and weights by name. */
import type { Random } from '@anodec/core';
import { applyMask, recurrent, type RecurrentOptions, tf } from '@anodec/kernels';
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

/** One recurrent layer with the weights of this name. */
export function runLayer(
  { config, weights }: NetworkContext,
  name: string,
  input: tf.Tensor,
  options: RecurrentOptions,
): tf.Tensor {
  const layer = {
    weightIh: weights[`${name}.weightIh`],
    weightHh: weights[`${name}.weightHh`],
    biasIh: weights[`${name}.biasIh`],
    biasHh: weights[`${name}.biasHh`],
  };
  return recurrent(config.cell, input, layer, options);
}

/** Dropout: sets a share of the values to 0 and scales up the others, so that the mean stays. */
export function drop({ config, dropout }: NetworkContext, values: tf.Tensor): tf.Tensor {
  if (!dropout || config.dropout === 0) return values;
  const kept = 1 / (1 - config.dropout);
  const mask = Float32Array.from({ length: values.size }, () =>
    dropout.uniform() < config.dropout ? 0 : kept,
  );
  return applyMask(values, tf.tensor(mask, values.shape));
}
