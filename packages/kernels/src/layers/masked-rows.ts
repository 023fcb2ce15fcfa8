/**
 * Masks of any pattern for operations that support only lengths: the valid rows move to the front of
 * their sequence, and the outputs move back.
 *
 * Valid because a masked row does not change the state: the others form a shorter sequence.
 */
import { differentiable } from '../custom-gradients.js';
import { tf } from '../tensorflow.js';

/** Moves rows to the front and back. */
export interface CompactRows {
  /** (B), the number of valid rows of each sequence. */
  readonly lengths: Int32Array;
  /** (B, W, I) with the valid rows first; the rows after them are arbitrary. */
  compact(input: tf.Tensor): tf.Tensor;
  /**
   * (B, W, H), at every row the output of the last valid row up to there, in processing order.
   *
   * @param outputs (B, W, H) of the compacted rows
   * @param initial (B, H), what stands where no row has counted yet
   */
  expand(outputs: tf.Tensor, initial: tf.Tensor): tf.Tensor;
}

/**
 * Reads a mask.
 *
 * @param mask (B, W), true or not 0 where a row counts; read at once, so not on a GPU
 * @param reverse whether rows are processed from the last to the first
 */
export function compactRows(mask: tf.Tensor, reverse: boolean): CompactRows {
  const [B, W] = mask.shape as [number, number];
  const counts = mask.dataSync();
  const lengths = new Int32Array(B);
  const from = new Int32Array(B * W);
  const back = new Int32Array(B * W);
  for (let b = 0; b < B; b++) {
    const rows = Array.from({ length: W }, (_, w) => b * W + w);
    const counting = rows.filter((row) => counts[row]);
    lengths[b] = counting.length;
    from.set(counting, b * W);
    from.set(
      rows.filter((row) => !counts[row]),
      b * W + counting.length,
    );
    // row of the compacted sequence that is the latest, or one past all where there is none
    const none = B * W + b;
    let latest = none;
    let next = reverse ? counting.length - 1 : 0;
    for (const row of reverse ? rows.toReversed() : rows) {
      if (counts[row]) {
        latest = b * W + next;
        next += reverse ? -1 : 1;
      }
      back[row] = latest;
    }
  }
  return {
    lengths,
    compact(input) {
      const rows = tf.reshape(input, [B * W, -1]);
      return tf.reshape(gatherRows(rows, from), input.shape);
    },
    expand(outputs, initial) {
      const rows = tf.concat([tf.reshape(outputs, [B * W, -1]), initial], 0);
      return tf.reshape(gatherRows(rows, back), outputs.shape);
    },
  };
}

/** Selects rows of (M, N), possibly repeatedly; TensorFlow.js's own gradient is missing on wasm. */
function gatherRows(rows: tf.Tensor, at: Int32Array): tf.Tensor {
  const shape = rows.shape;
  const [picked] = differentiable({ rows }, () => ({
    values: [tf.gather(rows, tf.tensor1d(at, 'int32'))],
    backward: ([dPicked]) => ({
      // sums where a row was picked repeatedly
      rows: () => tf.scatterND(tf.tensor2d(at, [at.length, 1], 'int32'), dPicked, shape),
    }),
  }));
  return picked;
}
