/** The reconstruction loss: the mean over all elements of a function of the error. */
import { checkShape, lookup, ShapeError } from '@anodec/core';
import { tf } from '../tensorflow.js';
import { currentTrainingKernels } from './current-kernels.js';
import { type LossName, losses } from './loss-reference.js';

/**
 * The mean loss over all elements, differentiable in `output`.
 *
 * @param name mae, mse or huber
 * @param output (..., C)
 * @param target the same shape; a constant; may hold NaN where the mask is 0
 * @param mask a constant of weights ≥ 0, (..., C) or (...), one for all channels of a row;
 *   elements of weight 0 are ignored. The mean is weighted; if all weights are 0 it is NaN, with a
 *   gradient of 0
 * @returns a scalar
 * @throws ShapeError when target or mask does not fit
 */
export function meanLoss(
  name: LossName,
  output: tf.Tensor,
  target: tf.Tensor,
  mask?: tf.Tensor,
): tf.Tensor {
  lookup('loss', losses, name);
  checkShape('target', { length: target.size }, ...output.shape);
  if (mask) checkMask(mask, output);
  const kernels = currentTrainingKernels();
  const operation = tf.customGrad((...args: unknown[]) => {
    const save = args.at(-1) as (tensors: tf.Tensor[]) => void;
    const { value, gradient } = kernels.loss(name, output, target, mask);
    save([gradient]);
    return {
      value,
      gradFunc: (dValue: tf.Tensor, [slopes]: tf.Tensor[]) => [kernels.scale(slopes, dValue)],
    };
  });
  return operation(output);
}

function checkMask(mask: tf.Tensor, output: tf.Tensor): void {
  const fits = [output.shape, output.shape.slice(0, -1)].some(
    (shape) => shape.join() === mask.shape.join(),
  );
  if (fits) return;
  throw new ShapeError(
    `The mask must have the shape of the output, ${output.shape.join(' × ')}, or the same without ` +
      `the last dimension, got ${mask.shape.join(' × ')}.`,
  );
}
