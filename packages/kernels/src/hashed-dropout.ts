/**
 * Dropout whose mask is a hash of a seed and the place of each value: no mask is drawn, stored or moved, and backward
 * makes it again. The same on every backend.
 *
 * Source: Srivastava et al. 2014, "Dropout: A Simple Way to Prevent Neural Networks from Overfitting"; the finaliser of
 * MurmurHash3 (Appleby 2011) over multiples of the golden ratio.
 */
import { ConfigError } from '@anodec/core';
import type { DropoutKernel, DropoutMask } from './dropout-kernel.js';
import { currentEngine } from './engine.js';
import { tf } from './tensorflow.js';

/**
 * Sets a fraction of the values to 0 and scales the others up, which preserves the mean; differentiable, twice too.
 *
 * @param rate the fraction to drop, in [0, 1)
 * @param seed of the mask, from 0 to 2³² − 1
 * @throws ConfigError when the rate is outside that range
 */
export function hashedDropout(input: tf.Tensor, rate: number, seed: number): tf.Tensor {
  if (!(rate >= 0 && rate < 1)) {
    throw new ConfigError(`The dropout rate must be at least 0 and less than 1, got ${rate}.`);
  }
  if (rate === 0) return input;
  return drop(input, { seed, limit: Math.floor(rate * 2 ** 32), kept: 1 / (1 - rate) });
}

function drop(input: tf.Tensor, mask: DropoutMask): tf.Tensor {
  const operation = tf.customGrad((...args: unknown[]) => ({
    value: (currentEngine().dropout ?? composed)(args[0] as tf.Tensor, mask),
    gradFunc: (dValue: tf.Tensor) => [drop(dValue, mask)],
  }));
  return operation(input);
}

/** By a mask on the heap, for engines without a kernel. */
const composed: DropoutKernel = (input, { seed, limit, kept }) => {
  const factors = new Float32Array(input.size);
  for (let i = 0; i < factors.length; i++) factors[i] = hash(i, seed) < limit ? 0 : kept;
  return tf.mul(input, tf.tensor(factors, input.shape));
};

/** 0 to 2³² − 1. */
function hash(place: number, seed: number): number {
  let z = Math.imul(place, 0x9e3779b1) ^ seed;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
