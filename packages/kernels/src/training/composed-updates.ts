/** The steps of the optimisers in TensorFlow.js operations, for any backend; nothing is downloaded. */
import { tf } from '../tensorflow.js';
import type { TrainingKernels } from './kernel.js';
import type { NormClip } from './update.js';

/** The part of the kernels that changes weights; the arithmetic is that of `rules/`. */
export const composedUpdates: Pick<TrainingKernels, 'adam' | 'sgd' | 'rmsprop'> = {
  adam({ weight, first, second, largest }, gradient, clip, coefficients) {
    const { beta1, beta2, epsilon, rate, correction, kept, decay } = coefficients;
    const g = decayed(clipped(gradient, clip), weight, decay);
    const m = tf.add(tf.mul(first, beta1), tf.mul(g, 1 - beta1));
    const v = tf.add(tf.mul(second, beta2), tf.mul(tf.square(g), 1 - beta2));
    const most = largest && tf.maximum(largest, v);
    const size = tf.add(tf.div(tf.sqrt(most ?? v), correction), epsilon);
    const next = tf.sub(tf.mul(weight, kept), tf.div(tf.mul(m, rate), size));
    return { weight: next, first: m, second: v, ...(most && { largest: most }) };
  },

  sgd({ weight, velocity }, gradient, clip, { rate, momentum, nesterov, decay }) {
    const g = decayed(clipped(gradient, clip), weight, decay);
    const v = velocity && tf.add(tf.mul(velocity, momentum), g);
    const direction = v && nesterov ? tf.add(g, tf.mul(v, momentum)) : (v ?? g);
    const next = tf.sub(weight, tf.mul(direction, rate));
    return { weight: next, ...(v && { velocity: v }) };
  },

  rmsprop({ weight, square, mean, velocity }, gradient, clip, coefficients) {
    const { rate, alpha, epsilon, momentum, decay } = coefficients;
    const g = decayed(clipped(gradient, clip), weight, decay);
    const s = tf.add(tf.mul(square, alpha), tf.mul(tf.square(g), 1 - alpha));
    const m = mean && tf.add(mean, tf.mul(tf.sub(g, mean), 1 - alpha));
    const variance = m ? tf.relu(tf.sub(s, tf.square(m))) : s;
    const step = tf.div(g, tf.add(tf.sqrt(variance), epsilon));
    const v = velocity && tf.add(tf.mul(velocity, momentum), step);
    const next = tf.sub(weight, tf.mul(v ?? step, rate));
    return { weight: next, square: s, ...(m && { mean: m }), ...(v && { velocity: v }) };
  },
};

/** `clipFactor` of `clip.ts` applied as a tensor, so that the norm need not be read. */
function clipped(gradient: tf.Tensor, { norm, limit }: NormClip): tf.Tensor {
  if (limit === 0) return gradient;
  const down = tf.div(limit, tf.add(norm, 1e-6));
  return tf.mul(gradient, tf.where(tf.greater(norm, limit), down, tf.onesLike(norm)));
}

function decayed(gradient: tf.Tensor, weight: tf.Tensor, decay: number): tf.Tensor {
  return decay === 0 ? gradient : tf.add(gradient, tf.mul(weight, decay));
}
