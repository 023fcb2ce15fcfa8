/**
 * Losses of logits, which are exact where a probability would round to 0 or 1; differentiable.
 *
 * Made of operations that every backend has fast kernels for.
 */
import { tf } from '@anodec/kernels';

type Save = (tensors: tf.Tensor[]) => void;

/**
 * Mean binary cross-entropy in nats.
 *
 * @param logits any shape, ln(p / (1 − p))
 * @param target 1 where all are to be judged real, 0 where all are made up
 */
export function binaryCrossEntropy(logits: tf.Tensor, target: 0 | 1): tf.Scalar {
  return tf.mean(tf.softplus(target === 1 ? tf.neg(logits) : logits));
}

/**
 * Mean cross-entropy of classes in nats.
 *
 * @param logits (B, K)
 * @param labels (B), whole numbers from 0
 */
export function classCrossEntropy(logits: tf.Tensor, labels: tf.Tensor): tf.Scalar {
  const [B, K = 1] = logits.shape;
  const operation = tf.customGrad((...args: unknown[]) => {
    const wanted = oneHot(labels, K);
    const shifted = tf.sub(logits, tf.max(logits, 1, true));
    const logSums = tf.log(tf.sum(tf.exp(shifted), 1));
    (args.at(-1) as Save)([tf.softmax(logits), wanted]);
    return {
      value: tf.mean(tf.sub(logSums, tf.sum(tf.mul(shifted, wanted), 1))),
      gradFunc: (dValue: tf.Tensor, [shares, truth]: tf.Tensor[]) => [
        tf.mul(tf.sub(shares, truth), tf.div(dValue, B)),
      ],
    };
  });
  return operation(logits) as tf.Scalar;
}

/** (B, K), 1 in the column of the label. */
function oneHot(labels: tf.Tensor, K: number): tf.Tensor {
  const columns = tf.tensor1d(Float32Array.from({ length: K }, (_, k) => k));
  return tf.cast(tf.equal(tf.reshape(tf.cast(labels, 'float32'), [-1, 1]), columns), 'float32');
}
