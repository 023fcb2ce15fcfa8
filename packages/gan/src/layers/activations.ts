/** The activations of the networks: Mish, and AlphaSign at the end of a generator. */
import { mish, tf } from '@anodec/kernels';
import { type Layer, plainLayer } from './layer.js';

type Save = (tensors: tf.Tensor[]) => void;

/**
 * max(0, x / (|x| + 1/α)) of every value, in [0, 1); differentiable, twice too.
 *
 * @param alpha slope at 0, from above
 */
export function alphaSign(input: tf.Tensor, alpha: number): tf.Tensor {
  const operation = tf.customGrad((...args: unknown[]) => {
    const [x] = args as [tf.Tensor];
    (args.at(-1) as Save)([x]);
    return {
      value: tf.relu(tf.div(x, tf.add(tf.abs(x), 1 / alpha))),
      gradFunc: (dValue: tf.Tensor, [saved]: tf.Tensor[]) => {
        const slope = tf.div(tf.step(saved), tf.square(tf.add(tf.abs(saved), 1 / alpha)));
        return [tf.mul(dValue, tf.mul(slope, 1 / alpha))];
      },
    };
  });
  return operation(input);
}

/** Mish as a layer. */
export const mishLayer: Layer = plainLayer((_, input) => mish(input));

/** AlphaSign as a layer. */
export function alphaSignLayer(alpha: number): Layer {
  return plainLayer((_, input) => alphaSign(input, alpha));
}
