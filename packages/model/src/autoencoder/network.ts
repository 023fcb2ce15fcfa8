/** The network as a plain function over tensors: windows in, reconstructions out. */
import { lookup } from '@anodec/core';
import type { tf } from '@anodec/kernels';
import { decoders } from './decoders.js';
import { drop, type NetworkContext, runLayer } from './layers.js';
import { encoderLayers } from './shapes.js';

/**
 * Reconstructs windows.
 *
 * @param input (B, W, C)
 * @param R number of rows to decode, W by default; further rows would not change them
 * @returns (B, R, C), with the last row first where `reverseTarget` is set
 */
export function reconstruct(context: NetworkContext, input: tf.Tensor, R?: number): tf.Tensor {
  const [, W, C] = input.shape as [number, number, number];
  const code = encode(context, input);
  return lookup('decoder', decoders, context.config.decoder)(context, code, R ?? W, C);
}

/** (B, W, C) to the code, (B, E): the last hidden state of the last layer. */
export function encode(context: NetworkContext, input: tf.Tensor): tf.Tensor {
  const layers = encoderLayers(context.config, input.shape[2] ?? 1);
  return layers.reduce((sequence, layer, i) => {
    const last = i === layers.length - 1;
    const hidden = runLayer(context, layer.name, sequence, {
      output: last ? 'last' : 'sequence',
      inputGradient: i > 0, // the gradient of the readings is not needed
    });
    return last ? hidden : drop(context, hidden);
  }, input);
}
