/** The loss of a batch of windows, as a plain function over tensors. */
import { meanLoss, tf } from '@anodec/kernels';
import type { WindowBatch } from './batches.js';
import type { NetworkContext } from './layers.js';
import { reconstruct } from './network.js';

/**
 * The mean of the training loss over the readings of a batch that are not missing.
 *
 * @param C channels
 * @returns a scalar that the caller disposes of
 */
export function windowLoss(
  context: NetworkContext,
  { input, target, mask, size }: WindowBatch,
  C: number,
): tf.Scalar {
  const { windowSize: W, loss } = context.config;
  const shape: [number, number, number] = [size, W, C];
  const windows = tf.tensor3d(input, shape);
  const output = reconstruct(context, windows);
  const wanted = target === input ? windows : tf.tensor3d(target, shape);
  const known = mask && tf.tensor3d(mask, shape);
  return meanLoss(loss, output, wanted, known) as tf.Scalar;
}
