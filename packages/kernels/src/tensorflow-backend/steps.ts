/**
 * From rows to steps: TensorFlow's recurrent operations take (W, B, N) and run forward over all steps.
 *
 * A sequence in reverse order is turned around first. A shorter one is processed to the end all the
 * same: steps past its length influence no result and receive no gradient.
 */
import type { RecurrentCall } from '../recurrent/kernel.js';
import { tf } from '../tensorflow.js';
import { execute } from './executor.js';

/** Conversions between rows and steps. */
export interface Steps {
  /** (B, W, N) to (W, B, N), in processing order; rows past the length come last. */
  fromRows(rows: tf.Tensor): tf.Tensor;
  /** The inverse of `fromRows`. */
  toRows(steps: tf.Tensor): tf.Tensor;
  /** (W, B, N), with 0 in the steps past the length. */
  clear(steps: tf.Tensor): tf.Tensor;
  /** (B, N), the last valid step of (W, B, N), or `initial` where there is none. */
  last(steps: tf.Tensor, initial: tf.Tensor): tf.Tensor;
  /** (W, B, N), the gradient of `last` with respect to the steps, 0 except in one step. */
  fromLast(gradient: tf.Tensor): tf.Tensor;
  /** (B, N), the gradient of `last` with respect to `initial`, 0 where there is a valid step. */
  fromLastToInitial(gradient: tf.Tensor): tf.Tensor;
}

/** The conversion between rows and steps for one call. */
export function stepsOf({ sizes: { B, W }, reverse, lengths }: RecurrentCall): Steps {
  if (lengths) return stepsOfLengths(W, reverse, lengths);
  const turn = (steps: tf.Tensor) => (reverse ? tf.reverse(steps, 0) : steps);
  return {
    fromRows: (rows) => turn(tf.transpose(rows, [1, 0, 2])),
    toRows: (steps) => tf.transpose(turn(steps), [1, 0, 2]),
    clear: (steps) => steps,
    last: (steps) => tf.reshape(tf.slice(steps, [W - 1, 0, 0], [1, -1, -1]), [B, -1]),
    fromLast: (gradient) =>
      tf.pad(tf.expandDims(gradient, 0), [
        [W - 1, 0],
        [0, 0],
        [0, 0],
      ]),
    fromLastToInitial: (gradient) => tf.zerosLike(gradient),
  };
}

function stepsOfLengths(W: number, reverse: boolean, lengths: Int32Array): Steps {
  const B = lengths.length;
  const mask = (counts: (step: number, length: number) => boolean) => {
    const values = Uint8Array.from({ length: W * B }, (_, i) => {
      return Number(counts(Math.floor(i / B), lengths[i % B]));
    });
    return tf.tensor3d(values, [W, B, 1], 'bool');
  };
  const none = () =>
    tf.tensor2d(
      Uint8Array.from(lengths, Number).map((n) => +!n),
      [B, 1],
      'bool',
    );
  const turn = (steps: tf.Tensor) => {
    if (!reverse) return steps;
    const attributes = { ints: { seq_dim: 0, batch_dim: 1 }, int32s: ['Tlen'] };
    return execute('ReverseSequence', [steps, tf.tensor1d(lengths, 'int32')], attributes);
  };
  return {
    fromRows: (rows) => turn(tf.transpose(rows, [1, 0, 2])),
    toRows: (steps) => tf.transpose(turn(steps), [1, 0, 2]),
    clear: (steps) =>
      choose(
        mask((step, length) => step < length),
        steps,
      ),
    last(steps, initial) {
      const at = lengths.map((length, b) => Math.max(0, length - 1) * B + b);
      const flat = tf.reshape(steps, [W * B, -1]);
      return choose(none(), initial, tf.gather(flat, tf.tensor1d(at, 'int32')));
    },
    fromLast: (gradient) =>
      choose(
        mask((step, length) => step === length - 1),
        tf.tile(tf.expandDims(gradient, 0), [W, 1, 1]),
      ),
    fromLastToInitial: (gradient) => choose(none(), gradient),
  };
}

/** `yes` where the condition holds, else `no`, or 0. */
function choose(condition: tf.Tensor, yes: tf.Tensor, no?: tf.Tensor): tf.Tensor {
  return tf.where(condition, yes, no ?? tf.zerosLike(yes));
}

/** (W, B, I), the input of all steps; a constant one is repeated. */
export function inputSteps(call: RecurrentCall, steps: Steps): tf.Tensor {
  const { input } = call.tensors;
  if (!call.sizes.constantInput) return steps.fromRows(input);
  return tf.tile(tf.expandDims(input, 0), [call.sizes.W, 1, 1]);
}
