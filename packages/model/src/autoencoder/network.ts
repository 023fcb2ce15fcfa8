/** The network as a plain function over tensors: windows in, reconstructions out. */
import { lookup } from '@anodec/core';
import type { tf } from '@anodec/kernels';
import { decoders } from './decoders.js';
import { encode } from './encoder.js';
import type { NetworkContext } from './layers.js';

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
