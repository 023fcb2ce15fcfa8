/** The kernels of Mish that an engine brings. */
import type { tf } from './tensorflow.js';

/** What an engine may bring; the default is composed of TensorFlow.js operations. */
export interface MishKernels {
  /** Mish of every value. */
  value(x: tf.Tensor): tf.Tensor;
  /** dValue times the slope of Mish at x. @param dValue in the shape of x */
  gradient(dValue: tf.Tensor, x: tf.Tensor): tf.Tensor;
}
