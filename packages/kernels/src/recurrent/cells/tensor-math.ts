/** Element-wise formulas that the composed cells share. */
import { tf } from '../../tensorflow.js';

/** The product of all factors, element by element. */
export function multiplyAll(...factors: tf.Tensor2D[]): tf.Tensor2D {
  return factors.reduce((product, factor) => tf.mul(product, factor));
}

/** The derivative of the sigmoid, from its value. */
export function sigmoidSlope(sigmoid: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(sigmoid, tf.sub(1, sigmoid));
}

/** The derivative of tanh, from its value. */
export function tanhSlope(tanh: tf.Tensor2D): tf.Tensor2D {
  return tf.sub(1, tf.mul(tanh, tanh));
}
