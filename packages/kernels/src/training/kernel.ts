/**
 * The kernels of a training step beside the recurrence: the dense layer, the loss with its gradient, the
 * norm of all gradients, and one step of each optimiser.
 *
 * Three implementations: `arrays.ts` over typed arrays is the reference and serves `cpu` and `wasm`;
 * `simd/training/kernels.ts` is in WebAssembly; `composed.ts`, of TensorFlow.js operations, serves any
 * other engine.
 */
import type { tf } from '../tensorflow.js';
import type { LossName } from './loss-reference.js';
import type {
  AdamCoefficients,
  AdamTensors,
  NormClip,
  RmspropCoefficients,
  RmspropTensors,
  SgdCoefficients,
  SgdTensors,
} from './update.js';

/** The gradients of a dense layer, in the shapes of what they belong to. */
export interface DenseGradients {
  /** (M, I) */
  readonly rows: tf.Tensor;
  /** (O, I) */
  readonly weight: tf.Tensor;
  /** (O) */
  readonly bias: tf.Tensor;
}

/**
 * Every function returns new tensors and leaves its arguments as they are, but for the steps of optimisers, which may
 * overwrite a weight and what is kept for it and return the same tensors.
 */
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
  /** One step of Adam; what is absent in `tensors` is absent in the result, here and below. */
  adam(
    tensors: AdamTensors,
    gradient: tf.Tensor,
    clip: NormClip,
    coefficients: AdamCoefficients,
  ): AdamTensors;
  /** One step of stochastic gradient descent. */
  sgd(
    tensors: SgdTensors,
    gradient: tf.Tensor,
    clip: NormClip,
    coefficients: SgdCoefficients,
  ): SgdTensors;
  /** One step of RMSprop. */
  rmsprop(
    tensors: RmspropTensors,
    gradient: tf.Tensor,
    clip: NormClip,
    coefficients: RmspropCoefficients,
  ): RmspropTensors;
}
