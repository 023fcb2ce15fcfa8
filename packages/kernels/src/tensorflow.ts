/**
 * TensorFlow.js, imported in this one place, so that every package computes with the same engine.
 *
 * Its build for Node registers no gradients; none are needed, because every operation of this
 * package brings its own (tf.customGrad).
 */
import * as tf from '@tensorflow/tfjs-core';

export { tf };

/** The values of a float32 tensor, read only: a view where the backend keeps them in JavaScript. */
export function valuesOf(tensor: tf.Tensor): Float32Array {
  return tensor.dataSync<'float32'>();
}
