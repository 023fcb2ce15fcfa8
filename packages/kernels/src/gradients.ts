/**
 * Registers every gradient of TensorFlow.js and its chained operations (`x.add(y)`), which its build
 * for Node lacks: `import '@anodec/kernels/gradients'`.
 *
 * Needed to differentiate TensorFlow.js's own operations or to train tf.layers models. The
 * operations of this package bring their own gradients, so the main job does without it and
 * saves 10 ms. The bundle is made by utils/build-gradients.mjs.
 */
/// <reference types="@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js" preserve="true" />
import { createRequire } from 'node:module';
// first: the bundle would otherwise found the engine with its own, incomplete Tensor class
import { tf } from './tensorflow.js';

// the same path from src and from dist
createRequire(import.meta.url)('../dist/tensorflow-gradients.cjs');

/** Whether a gradient is registered for a kernel of TensorFlow.js, such as `RealDiv`. */
export function hasGradient(kernel: string): boolean {
  return tf.getGradient(kernel) !== undefined;
}
