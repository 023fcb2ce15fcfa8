/**
 * Mish, x · tanh(ln(1 + eˣ)), as one operation with its own gradient, which has one as well.
 *
 * Source: Misra 2020, "Mish: A Self Regularized Non-Monotonic Activation Function".
 */
import { currentEngine } from './engine.js';
import type { MishKernels } from './mish-kernels.js';
import { tf } from './tensorflow.js';

type Save = (tensors: tf.Tensor[]) => void;

const composed: MishKernels = {
  value: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  gradient(dValue, x) {
    const t = tf.tanh(tf.softplus(x));
    const inner = tf.mul(tf.mul(x, tf.sigmoid(x)), tf.sub(1, tf.square(t)));
    return tf.mul(dValue, tf.add(t, inner));
  },
};

/** x · tanh(ln(1 + eˣ)) of every value; differentiable twice. */
export function mish(input: tf.Tensor): tf.Tensor {
  const operation = tf.customGrad((...args: unknown[]) => {
    const [x] = args as [tf.Tensor];
    (args.at(-1) as Save)([x]);
    return {
      value: kernels().value(x),
      gradFunc: (dValue: tf.Tensor, [saved]: tf.Tensor[]) => [mishGradient(dValue, saved)],
    };
  });
  return operation(input);
}

/** dValue times the slope at x, differentiable in both. */
function mishGradient(dValue: tf.Tensor, input: tf.Tensor): tf.Tensor {
  const operation = tf.customGrad((...args: unknown[]) => {
    const [d, x] = args as [tf.Tensor, tf.Tensor];
    (args.at(-1) as Save)([d, x]);
    return {
      value: kernels().gradient(d, x),
      gradFunc: (dd: tf.Tensor, [first, at]: tf.Tensor[]) => [
        kernels().gradient(dd, at),
        tf.mul(tf.mul(dd, first), curvature(at)),
      ],
    };
  });
  return operation(dValue, input);
}

/** The second derivative: (1 − t²) · s · (2 + x · (1 − s − 2ts)), with s = σ(x) and t = tanh(ln(1 + eˣ)). */
function curvature(x: tf.Tensor): tf.Tensor {
  const [s, t] = [tf.sigmoid(x), tf.tanh(tf.softplus(x))];
  const inner = tf.sub(tf.sub(1, s), tf.mul(2, tf.mul(t, s)));
  return tf.mul(tf.mul(tf.sub(1, tf.square(t)), s), tf.add(2, tf.mul(x, inner)));
}

function kernels(): MishKernels {
  return currentEngine().mish ?? composed;
}
