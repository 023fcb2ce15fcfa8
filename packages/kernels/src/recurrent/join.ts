/** Joining and splitting directions, features and states, each as one differentiable operation. */
import { differentiable } from '../custom-gradients.js';
import { tf } from '../tensorflow.js';

/** Joins tensors (..., N), each with an N of its own, along the last dimension; returns a single one as it is. */
export function joinFeatures(parts: readonly tf.Tensor[]): tf.Tensor {
  if (parts.length === 1) return parts[0];
  const sizes = parts.map(({ shape }) => shape[shape.length - 1]);
  const [joined] = differentiable(Object.fromEntries(parts.entries()), () => ({
    values: [tf.concat([...parts], -1)],
    backward([dJoined]) {
      const dParts = tf.split(dJoined, sizes, -1);
      return Object.fromEntries(dParts.map((dPart, i) => [i, () => dPart]));
    },
  }));
  return joined;
}

/** Stacks N states (B, H) to (N, B, H). */
export function stackStates(states: readonly tf.Tensor[]): tf.Tensor {
  const [stacked] = differentiable(Object.fromEntries(states.entries()), () => ({
    values: [tf.stack([...states])],
    backward([dStacked]) {
      const parts = tf.unstack(dStacked);
      return Object.fromEntries(parts.map((part, n) => [n, () => part]));
    },
  }));
  return stacked;
}

/** Splits (N, B, H) into N states (B, H). */
export function unstackStates(states: tf.Tensor): tf.Tensor[] {
  return differentiable({ states }, () => ({
    values: tf.unstack(states),
    backward: (dStates) => ({ states: () => tf.stack(dStates) }),
  }));
}
