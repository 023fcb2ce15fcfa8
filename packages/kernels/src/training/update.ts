/** The tensors and the numbers that one step of each optimiser takes. */
import type { tf } from '../tensorflow.js';

/** A weight with its moments, all of one shape. */
export interface AdamTensors {
  readonly weight: tf.Tensor;
  /** Running mean of the gradient. */
  readonly first: tf.Tensor;
  /** Running mean of its square. */
  readonly second: tf.Tensor;
  /** The largest running mean of its square so far; with AMSGrad only. */
  readonly largest?: tf.Tensor;
}

/** A weight with its velocity, of one shape. */
export interface SgdTensors {
  readonly weight: tf.Tensor;
  /** Sum of past gradients, older ones counting for less; with momentum only. */
  readonly velocity?: tf.Tensor;
}

/** A weight with what RMSprop keeps for it, all of one shape. */
export interface RmspropTensors extends SgdTensors {
  /** Running mean of the square of the gradient. */
  readonly square: tf.Tensor;
  /** Running mean of the gradient; where centred only. */
  readonly mean?: tf.Tensor;
}

/** The norm of all gradients, and the one that it is scaled down to where it is larger; 0: not at all. */
export interface NormClip {
  /** A scalar. */
  readonly norm: tf.Tensor;
  readonly limit: number;
}

/** The numbers of one step of Adam, the same for all weights. */
export interface AdamCoefficients {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** The learning rate over the correction of the first moment, 1 − β₁ᵗ. */
  readonly rate: number;
  /** The correction of the second moment, √(1 − β₂ᵗ). */
  readonly correction: number;
  /** The factor that decoupled weight decay applies. */
  readonly kept: number;
  /** The share of the weight that is added to the gradient. */
  readonly decay: number;
}

/** The numbers of one step of stochastic gradient descent, the same for all weights. */
export interface SgdCoefficients {
  readonly rate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly decay: number;
}

/** The numbers of one step of RMSprop, the same for all weights. */
export interface RmspropCoefficients {
  readonly rate: number;
  readonly alpha: number;
  readonly epsilon: number;
  readonly momentum: number;
  readonly decay: number;
}
