/**
 * The kernels of a training step beside the recurrence: the dense layer, the loss with its gradient, the
 * norm of all gradients, and one step of Adam.
 *
 * Three implementations: `arrays.ts` over typed arrays is the reference and serves `cpu` and `wasm`;
 * `simd/training/kernels.ts` is in WebAssembly; `composed.ts`, of TensorFlow.js operations, serves any
 * other engine.
 */
import type { tf } from '../tensorflow.js';
import type { AdamCoefficients } from './adam-reference.js';
import type { LossName } from './loss-reference.js';

/** The gradients of a dense layer, in the shapes of what they belong to. */
export interface DenseGradients {
  /** (M, I) */
  readonly rows: tf.Tensor;
  /** (O, I) */
  readonly weight: tf.Tensor;
  /** (O) */
  readonly bias: tf.Tensor;
}

/** A weight with its moments, all of one shape. */
export interface AdamTensors {
  readonly weight: tf.Tensor;
  /** Running mean of the gradient. */
  readonly first: tf.Tensor;
  /** Running mean of its square. */
  readonly second: tf.Tensor;
}

/** Every function returns new tensors and leaves its arguments as they are. */
export interface TrainingKernels {
  /** rows (M, I) · weightᵀ (I, O) + bias (O), as (M, O). */
  dense(rows: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor): tf.Tensor;
  /** @param dRows (M, O), the gradient of what `dense` returned */
  denseGradients(dRows: tf.Tensor2D, rows: tf.Tensor2D, weight: tf.Tensor2D): DenseGradients;
  /**
   * The mean loss, a scalar, and its gradient with respect to `output`.
   *
   * @param mask weights ≥ 0, in the shape of `output` or without its last dimension; where it is 0,
   *   output and target are ignored
   */
  loss(
    name: LossName,
    output: tf.Tensor,
    target: tf.Tensor,
    mask: tf.Tensor | undefined,
  ): { readonly value: tf.Tensor; readonly gradient: tf.Tensor };
  /** gradient · factor, a scalar that is nearly always 1. */
  scale(gradient: tf.Tensor, factor: tf.Tensor): tf.Tensor;
  /** √Σg² over all elements of all gradients, a scalar. */
  norm(gradients: readonly tf.Tensor[]): tf.Tensor;
  /** @param norm of all gradients, by which they are clipped */
  adam(
    tensors: AdamTensors,
    gradient: tf.Tensor,
    norm: tf.Tensor,
    coefficients: AdamCoefficients,
  ): AdamTensors;
}
