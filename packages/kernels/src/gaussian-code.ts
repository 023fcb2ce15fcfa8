/** A code drawn from a normal distribution, and how far that is from the standard one; differentiable. */
import { checkShape } from '@anodec/core';
import { tf } from './tensorflow.js';

/**
 * mean + e^(logVariance / 2) · noise: a draw from the distribution, through which gradients flow to its
 * parameters.
 *
 * @param mean (B, E)
 * @param logVariance (B, E)
 * @param noise (B, E), standard normal; a constant
 * @returns (B, E)
 * @throws ShapeError when the three differ in size
 *
 * Source: Kingma & Welling 2014, "Auto-Encoding Variational Bayes", section 2.4.
 */
export function reparameterise(
  mean: tf.Tensor,
  logVariance: tf.Tensor,
  noise: tf.Tensor,
): tf.Tensor {
  checkShape('logVariance', { length: logVariance.size }, ...mean.shape);
  checkShape('noise', { length: noise.size }, ...mean.shape);
  const operation = tf.customGrad((...args: unknown[]) => {
    const save = args.at(-1) as (tensors: tf.Tensor[]) => void;
    const distance = tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise);
    save([distance]);
    return {
      value: tf.add(mean, distance),
      gradFunc: (dValue: tf.Tensor, [drawn]: tf.Tensor[]) => [
        tf.clone(dValue),
        tf.mul(tf.mul(dValue, drawn), 0.5),
      ],
    };
  });
  return operation(mean, logVariance);
}

/**
 * The Kullback-Leibler divergence of normal distributions from the standard one, in nats: the sum over the E
 * values of a code, the mean over the B codes.
 *
 * @param mean (B, E)
 * @param logVariance (B, E)
 * @returns a scalar
 * @throws ShapeError when the two differ in size
 *
 * Source: Kingma & Welling 2014, appendix B.
 */
export function klDivergence(mean: tf.Tensor, logVariance: tf.Tensor): tf.Tensor {
  checkShape('logVariance', { length: logVariance.size }, ...mean.shape);
  const B = mean.shape[0];
  const operation = tf.customGrad((...args: unknown[]) => {
    const save = args.at(-1) as (tensors: tf.Tensor[]) => void;
    const excess = tf.sub(tf.exp(logVariance), 1);
    save([mean, excess]);
    const terms = tf.sub(tf.add(tf.square(mean), excess), logVariance);
    return {
      value: tf.mul(tf.sum(terms), 0.5 / B),
      gradFunc: (dValue: tf.Tensor, [centre, more]: tf.Tensor[]) => [
        tf.mul(tf.mul(centre, 1 / B), dValue),
        tf.mul(tf.mul(more, 0.5 / B), dValue),
      ],
    };
  });
  return operation(mean, logVariance);
}
