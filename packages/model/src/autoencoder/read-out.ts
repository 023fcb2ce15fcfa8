/** From hidden states of the decoder to rows: attention over the encoder's states, and the linear output. */
import { attend, dense, joinFeatures, reshape, tanh, tf } from '@anodec/kernels';
import type { NetworkContext } from './layers.js';

/**
 * The output of hidden states. With a memory they are first replaced by Luong's attentional states,
 * tanh(combine · [context; hidden]), where the context is the mean of the memory's rows weighted by how well
 * they fit the state.
 *
 * @param hidden (B, R, H), or (B, H) for a single row
 * @param memory (B, W, K), the encoder's states; absent without attention
 * @returns (B, R, C) or (B, C)
 *
 * Source: Luong, Pham & Manning 2015, "Effective Approaches to Attention-based Neural Machine Translation",
 * equation 5, with a bias; scores dot and general of equation 8.
 */
export function readOut(context: NetworkContext, hidden: tf.Tensor, memory?: tf.Tensor): tf.Tensor {
  const { weights } = context;
  const states = memory ? attentionalStates(context, hidden, memory) : hidden;
  return dense(states, weights['output.weight'], weights['output.bias']);
}

function attentionalStates(
  { weights, config }: NetworkContext,
  hidden: tf.Tensor,
  memory: tf.Tensor,
): tf.Tensor {
  const [B, , K] = memory.shape as [number, number, number];
  const query =
    config.attention === 'general'
      ? dense(hidden, weights['attention.weight'], tf.zeros([K]))
      : hidden;
  const found = attend(reshape(query, [B, query.size / (B * K), K]), memory);
  const alike = reshape(found, [...hidden.shape.slice(0, -1), K]);
  const both = joinFeatures([alike, hidden]);
  return tanh(dense(both, weights['combine.weight'], weights['combine.bias']));
}
