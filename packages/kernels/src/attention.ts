/** Dot-product attention over sequences, as one operation with its own gradient. */
import { checkShape } from '@anodec/core';
import { tf } from './tensorflow.js';

/**
 * For every query the mean of the memory's rows, weighted by the softmax of their dot products with it:
 * softmax(query · memoryᵀ) · memory. Not scaled by √K, as in Luong's, unlike a transformer's.
 *
 * @param query (B, R, K)
 * @param memory (B, W, K)
 * @returns (B, R, K)
 * @throws ShapeError when the two do not fit
 *
 * Source: Luong, Pham & Manning 2015, "Effective Approaches to Attention-based Neural Machine Translation",
 * global attention, score dot.
 */
export function attend(query: tf.Tensor, memory: tf.Tensor): tf.Tensor {
  const [B, , K] = memory.shape as [number, number, number];
  checkShape('query', { length: query.size }, B, query.shape[1] ?? 0, K);
  const operation = tf.customGrad((...args: unknown[]) => {
    const save = args.at(-1) as (tensors: tf.Tensor[]) => void;
    const weights = tf.softmax(tf.matMul(query, memory, false, true));
    save([query, memory, weights]);
    return {
      value: tf.matMul(weights, memory),
      gradFunc: (dValue: tf.Tensor, saved: tf.Tensor[]) => gradients(dValue, saved),
    };
  });
  return operation(query, memory);
}

function gradients(dValue: tf.Tensor, [query, memory, weights]: tf.Tensor[]): tf.Tensor[] {
  const dWeights = tf.matMul(dValue, memory, false, true);
  const mean = tf.sum(tf.mul(dWeights, weights), -1, true);
  const dScores = tf.mul(weights, tf.sub(dWeights, mean));
  const asRead = tf.matMul(weights, dValue, true, false);
  const asCompared = tf.matMul(dScores, query, true, false);
  return [tf.matMul(dScores, memory), tf.add(asRead, asCompared)];
}
