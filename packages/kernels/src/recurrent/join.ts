/** Joining and splitting directions and states, each as one differentiable operation. */
import { differentiable } from '../custom-gradients.js';
import { tf } from '../tensorflow.js';

/** Joins D tensors (..., H), one for each direction, to one (..., D · H); returns a single one as it is. */
export function joinDirections(directions: readonly tf.Tensor[]): tf.Tensor {
  if (directions.length === 1) return directions[0];
  const [joined] = differentiable(Object.fromEntries(directions.entries()), () => ({
    values: [tf.concat([...directions], -1)],
    backward([dJoined]) {
      const parts = tf.split(dJoined, directions.length, -1);
      return Object.fromEntries(parts.map((part, direction) => [direction, () => part]));
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
