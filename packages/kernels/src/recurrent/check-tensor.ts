/** Checks of tensor shapes where the recurrent operations begin. */
import { ShapeError } from '@anodec/core';
import type { tf } from '../tensorflow.js';

/**
 * Checks the shape of a tensor, every dimension of it: a transposed matrix has the right size too.
 *
 * @param name its name in the message
 * @throws ShapeError when the shape is another one
 */
export function checkTensor(name: string, tensor: tf.Tensor, shape: readonly number[]): void {
  const got = tensor.shape;
  if (got.length === shape.length && shape.every((dim, i) => dim === got[i])) return;
  throw new ShapeError(`${name} must be ${describe(shape)}, got ${describe(got)}.`);
}

function describe(shape: readonly number[]): string {
  return shape.length === 0 ? 'a scalar' : `(${shape.join(', ')})`;
}
