/** The network as a plain function over tensors: windows in, reconstructions out. */
import { lookup, type Random } from '@anodec/core';
import { applyMask, recurrent, type RecurrentOptions, tf } from '@anodec/kernels';
import type { NetworkConfig } from '../config.js';
import { decoders } from './decoders.js';
import { encoderLayers } from './shapes.js';

/** Weights by name; see `parameterShapes`. */
export type NamedTensors = Readonly<Record<string, tf.Tensor>>;

/** What the parts of a network need to know. */
export interface NetworkContext {
  readonly config: NetworkConfig;
  readonly weights: NamedTensors;
  /** Where dropout draws from; left out when nothing is dropped, as in scoring. */
  readonly dropout?: Random;
}

/**
 * Reconstructs windows.
 *
 * @param input (B, W, C)
 * @param R how many rows to decode; those that follow would not change them
 * @returns (B, R, C), with the last row first where `reverseTarget` is set
 */
export function reconstruct(context: NetworkContext, input: tf.Tensor, R?: number): tf.Tensor {
  const [, W, C] = input.shape as [number, number, number];
  const code = encode(context, input);
  return lookup('decoder', decoders, context.config.decoder)(context, code, R ?? W, C);
}

/** (B, W, C) to the code, (B, E): the last hidden state of the last layer. */
function encode(context: NetworkContext, input: tf.Tensor): tf.Tensor {
  const layers = encoderLayers(context.config, input.shape[2] ?? 1);
  return layers.reduce((sequence, layer, i) => {
    const last = i === layers.length - 1;
    const hidden = runLayer(context, layer.name, sequence, {
      output: last ? 'last' : 'sequence',
      inputGradient: i > 0, // nobody learns from the gradient of the readings
    });
    return last ? hidden : drop(context, hidden);
  }, input);
}

/** One recurrent layer with the weights called `name`. */
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

/** Drops a share of the values and scales up the others, so that the mean stays. */
export function drop({ config, dropout }: NetworkContext, values: tf.Tensor): tf.Tensor {
  if (!dropout || config.dropout === 0) return values;
  const kept = 1 / (1 - config.dropout);
  const mask = Float32Array.from({ length: values.size }, () =>
    dropout.uniform() < config.dropout ? 0 : kept,
  );
  return applyMask(values, tf.tensor(mask, values.shape));
}
