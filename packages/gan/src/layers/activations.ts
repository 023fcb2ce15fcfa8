/** The activations of the networks: Mish, and AlphaSign at the end of a generator. */
import { tf } from '@anodec/kernels';
import { type Layer, plainLayer } from './layer.js';

type Save = (tensors: tf.Tensor[]) => void;

/**
 * x · tanh(ln(1 + eˣ)) of every value; differentiable, twice too.
 *
 * Source: Misra 2020, "Mish: A Self Regularized Non-Monotonic Activation Function".
 */
export function mish(input: tf.Tensor): tf.Tensor {
  const operation = tf.customGrad((...args: unknown[]) => {
    const [x] = args as [tf.Tensor];
    (args.at(-1) as Save)([x]);
    return {
      value: tf.mul(x, tf.tanh(tf.softplus(x))),
      gradFunc: (dValue: tf.Tensor, [saved]: tf.Tensor[]) => [tf.mul(dValue, mishSlope(saved))],
    };
  });
  return operation(input);
}

/** t + x · (1 − t²) · σ(x), with t the hyperbolic tangent; made of x alone, so that it has a gradient too. */
function mishSlope(x: tf.Tensor): tf.Tensor {
  const t = tf.tanh(tf.softplus(x));
  return tf.add(t, tf.mul(tf.mul(x, tf.sigmoid(x)), tf.sub(1, tf.square(t))));
}

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
