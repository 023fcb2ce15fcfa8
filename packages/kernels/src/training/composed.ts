/** The training kernels in TensorFlow.js operations, for any backend; nothing is downloaded. */
import { tf } from '../tensorflow.js';
import { composedUpdates } from './composed-updates.js';
import type { TrainingKernels } from './kernel.js';
import { HUBER_DELTA, type LossName } from './loss-reference.js';

/** The losses of `loss-reference.ts` over tensors of errors. */
const losses: Record<
  LossName,
  {
    readonly costs: (error: tf.Tensor) => tf.Tensor;
    readonly slopes: (error: tf.Tensor) => tf.Tensor;
  }
> = {
  mae: { costs: (error) => tf.abs(error), slopes: (error) => tf.sign(error) },
  mse: { costs: (error) => tf.square(error), slopes: (error) => tf.mul(error, 2) },
  huber: {
    costs: (error) => {
      const clipped = tf.clipByValue(error, -HUBER_DELTA, HUBER_DELTA);
      return tf.mul(clipped, tf.sub(error, tf.mul(clipped, 0.5)));
    },
    slopes: (error) => tf.clipByValue(error, -HUBER_DELTA, HUBER_DELTA),
  },
};

/** The training kernels that run on any backend. */
export const composedTraining: TrainingKernels = {
  dense: (rows, weight, bias) => tf.add(tf.matMul(rows, weight, false, true), bias),

  denseGradients: (dRows, rows, weight) => ({
    rows: tf.matMul(dRows, weight),
    weight: tf.matMul(dRows, rows, true),
    bias: tf.sum(dRows, 0),
  }),

  loss(name, output, target, mask) {
    const { costs, slopes } = losses[name];
    if (!mask) {
      const error = tf.sub(output, target);
      return { value: tf.mean(costs(error)), gradient: tf.div(slopes(error), output.size) };
    }
    const weights = mask.rank === output.rank ? mask : tf.expandDims(mask, -1);
    const error = tf.where(tf.greater(weights, 0), tf.sub(output, target), tf.zerosLike(output));
    const total = tf.mul(tf.sum(mask), output.size / mask.size);
    return {
      value: tf.div(tf.sum(tf.mul(weights, costs(error))), total),
      gradient: tf.divNoNan(tf.mul(weights, slopes(error)), total),
    };
  },

  scale: (gradient, factor) => tf.mul(gradient, factor),

  norm: (gradients) => tf.sqrt(tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient))))),

  ...composedUpdates,
};
