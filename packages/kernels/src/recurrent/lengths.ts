/** The lengths of sequences: how many rows of each are valid. */
import { ShapeError } from '@anodec/core';
import { differentiable } from '../custom-gradients.js';
import { tf } from '../tensorflow.js';

/**
 * Checks the lengths that a caller passes.
 *
 * @param lengths (B), whole numbers from `least` to W
 * @throws ShapeError at the first that is not
 */
export function checkLengths(
  lengths: ArrayLike<number>,
  B: number,
  W: number,
  least: number,
): Int32Array {
  if (lengths.length !== B) {
    throw new ShapeError(
      `lengths must name the rows of ${B} sequences, got ${lengths.length} lengths.`,
    );
  }
  for (let b = 0; b < B; b++) {
    const length = lengths[b];
    if (!(Number.isInteger(length) && length >= least && length <= W)) {
      throw new ShapeError(
        `lengths must be whole numbers from ${least} to ${W}, got ${length} for sequence ${b}.`,
      );
    }
  }
  return Int32Array.from(lengths);
}

/**
 * Sets rows past the lengths to 0, also in place of NaN: 0 times NaN would reach the weights.
 *
 * For use inside an operation: it has no gradient of its own.
 *
 * @param input (B, W, I), or (B, I) where it is the same at every row
 */
export function clearBeyond(input: tf.Tensor, lengths: Int32Array): tf.Tensor {
  const W = input.shape.length === 2 ? 1 : (input.shape[1] ?? 1);
  const mask = rowMask(lengths.length, W, (b, w) => w < lengths[b]);
  const counts = tf.reshape(mask, [...input.shape.slice(0, -1), 1]);
  return tf.where(counts, input, tf.zerosLike(input));
}

/**
 * The hidden state after the last processed row, selected from those of all rows.
 *
 * @param sequence (B, W, H), the output of a layer
 * @param lengths (B), at least 1 each; default: W
 * @returns (B, H), differentiable
 */
export function finalHidden(
  sequence: tf.Tensor,
  reverse: boolean,
  lengths?: Int32Array,
): tf.Tensor {
  const [B, W, H] = sequence.shape as [number, number, number];
  const rowOf = (b: number) => (reverse ? 0 : (lengths?.[b] ?? W) - 1);
  const [final] = differentiable({ sequence }, () => {
    const rows = Int32Array.from({ length: B }, (_, b) => b * W + rowOf(b));
    return {
      values: [tf.gather(tf.reshape(sequence, [B * W, H]), tf.tensor1d(rows, 'int32'))],
      backward: ([dFinal]) => ({
        sequence: () => {
          const there = rowMask(B, W, (b, w) => w === rowOf(b));
          return tf.where(there, tf.reshape(dFinal, [B, 1, H]), tf.zeros([B, W, H]));
        },
      }),
    };
  });
  return final;
}

/** (B, W, 1), true where `isSet` says so. */
function rowMask(B: number, W: number, isSet: (b: number, w: number) => boolean): tf.Tensor {
  const mask = Uint8Array.from({ length: B * W }, (_, row) =>
    Number(isSet(Math.floor(row / W), row % W)),
  );
  return tf.tensor(mask, [B, W, 1], 'bool');
}
