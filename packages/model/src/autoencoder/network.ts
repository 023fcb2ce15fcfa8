/** The network as a plain function over tensors: windows in, reconstructions out. */
import { lookup } from '@anodec/core';
import { tf } from '@anodec/kernels';
import { decoders } from './decoders.js';
import { type CodeDistribution, encode } from './encoder.js';
import type { NamedTensors, NetworkContext } from './layers.js';
import { SECOND } from './shapes.js';
import { createTeacher } from './teacher-forcing.js';

/** What a network makes of windows. */
export interface Reconstruction {
  /**
   * (B, R, C) of the decoder, and of the second one where there is one, which decodes in the other order. The
   * first one begins with the last row where `reverseTarget` is set.
   */
  readonly outputs: readonly tf.Tensor[];
  /** The distribution of the codes; only of a variational network. */
  readonly distribution?: CodeDistribution;
}

/**
 * Reconstructs windows.
 *
 * @param input (B, W, C)
 * @param R number of rows to decode, W by default; further rows would not change them
 * @returns (B, R, C) of the first decoder, with the last row first where `reverseTarget` is set
 */
export function reconstruct(context: NetworkContext, input: tf.Tensor, R?: number): tf.Tensor {
  return runNetwork(context, input, R).outputs[0];
}

/** As `reconstruct`, with everything that losses and scores are made of. */
export function runNetwork(context: NetworkContext, input: tf.Tensor, R?: number): Reconstruction {
  const { config, weights, dropout } = context;
  const [, W, C] = input.shape as [number, number, number];
  const { distribution, ...encoding } = encode(context, input);
  const decode = lookup('decoder', decoders, config.decoder);
  const decodeIn = (reversed: boolean, own: NetworkContext): tf.Tensor => {
    const teacher =
      config.teacherForcing > 0
        ? createTeacher(own, reversed ? tf.reverse(input, 1) : input)
        : undefined;
    return decode(own, { ...encoding, channels: C, rows: R ?? W, teacher });
  };
  const outputs = [decodeIn(config.reverseTarget, context)];
  if (config.direction === 'both') {
    const second = {
      ...context,
      weights: weightsOf(weights, SECOND),
      dropout: dropout?.stream('second'),
    };
    outputs.push(decodeIn(!config.reverseTarget, second));
  }
  return { outputs, distribution };
}

/** The weights whose names begin with this, without it. */
function weightsOf(weights: NamedTensors, prefix: string): NamedTensors {
  const own = Object.entries(weights).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, weight]) => [name.slice(prefix.length), weight]));
}
