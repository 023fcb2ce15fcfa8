/** Dropout from a seeded stream, the same on every backend. */
import { ConfigError, type Random } from '@anodec/core';
import { applyMask } from '../layer-operations.js';
import { tf } from '../tensorflow.js';

/**
 * Sets a random fraction of the values to 0 and scales the others up, which preserves the mean;
 * differentiable.
 *
 * @param rate the fraction to drop, in [0, 1)
 * @param random drawn from once for each value, in order, unless the rate is 0
 * @throws ConfigError when the rate is outside that range
 *
 * Source: Srivastava et al. 2014, "Dropout: A Simple Way to Prevent Neural Networks from
 * Overfitting", scaled during training rather than scoring.
 */
export function dropout(values: tf.Tensor, rate: number, random: Random): tf.Tensor {
  if (!(rate >= 0 && rate < 1)) {
    throw new ConfigError(`The dropout rate must be at least 0 and less than 1, got ${rate}.`);
  }
  if (rate === 0) return values;
  const kept = 1 / (1 - rate);
  const mask = new Float32Array(values.size);
  for (let i = 0; i < mask.length; i++) mask[i] = random.uniform() < rate ? 0 : kept;
  return applyMask(values, tf.tensor(mask, values.shape));
}
