/** The training kernels in TensorFlow.js operations, for any backend; nothing is downloaded. */
import { tf } from '../tensorflow.js';
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

  adam({ weight, first, second }, gradient, norm, coefficients) {
    const { beta1, beta2, epsilon, rate, correction, kept, clipNorm } = coefficients;
    const g = clipNorm > 0 ? tf.mul(gradient, clipFactors(norm, clipNorm)) : gradient;
    const m = tf.add(tf.mul(first, beta1), tf.mul(g, 1 - beta1));
    const v = tf.add(tf.mul(second, beta2), tf.mul(tf.square(g), 1 - beta2));
    const size = tf.add(tf.div(tf.sqrt(v), correction), epsilon);
    const step = tf.div(tf.mul(m, rate), size);
    return { weight: tf.sub(tf.mul(weight, kept), step), first: m, second: v };
  },
};

/** `clipFactor` of `adam-reference.ts` as a tensor, so that the norm need not be read. */
function clipFactors(norm: tf.Tensor, limit: number): tf.Tensor {
  return tf.where(tf.greater(norm, limit), tf.div(limit, tf.add(norm, 1e-6)), tf.onesLike(norm));
}
