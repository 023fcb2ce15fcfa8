/** Layer normalisation over the last dimension, as one operation with its own gradient. */
import { checkShape } from '@anodec/core';
import { tf } from './tensorflow.js';

/** Added to the variance, as in torch.nn.LayerNorm. */
const EPSILON = 1e-5;

/**
 * Gives every vector mean 0 and variance 1, then multiplies by `weight` and adds `bias`.
 *
 * @param input (..., H)
 * @param weight (H)
 * @param bias (H)
 * @returns (..., H)
 * @throws ShapeError when weight or bias does not fit
 *
 * Source: Ba, Kiros & Hinton 2016, "Layer Normalization"; the variance divided by H, as torch.nn.LayerNorm.
 */
export function layerNorm(input: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const H = input.shape[input.shape.length - 1];
  checkShape('weight', { length: weight.size }, H);
  checkShape('bias', { length: bias.size }, H);
  const operation = tf.customGrad((...args: unknown[]) => {
    const save = args.at(-1) as (tensors: tf.Tensor[]) => void;
    const rows = tf.reshape(input, [-1, H]);
    const centred = tf.sub(rows, meanOf(rows));
    const scale = tf.rsqrt(tf.add(meanOf(tf.square(centred)), EPSILON));
    const normal = tf.mul(centred, scale);
    save([normal, scale, weight]);
    return {
      value: tf.reshape(tf.add(tf.mul(normal, weight), bias), input.shape),
      gradFunc: (dValue: tf.Tensor, saved: tf.Tensor[]) => gradients(dValue, saved),
    };
  });
  return operation(input, weight, bias);
}

function gradients(dValue: tf.Tensor, [normal, scale, weight]: tf.Tensor[]): tf.Tensor[] {
  const dRows = tf.reshape(dValue, normal.shape);
  const dNormal = tf.mul(dRows, weight);
  const along = tf.mul(normal, meanOf(tf.mul(dNormal, normal)));
  const dInput = tf.mul(scale, tf.sub(tf.sub(dNormal, meanOf(dNormal)), along));
  return [tf.reshape(dInput, dValue.shape), tf.sum(tf.mul(dRows, normal), 0), tf.sum(dRows, 0)];
}

/** (M, 1), the mean of each row. */
function meanOf(rows: tf.Tensor): tf.Tensor {
  return tf.mean(rows, -1, true);
}
