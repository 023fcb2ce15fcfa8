/** One GRU step in TensorFlow.js operations; see `reference-gru.ts` for the formulas. */
import type { ComposedCell } from './composed.js';
import { multiply, oneMinusSquare, slope } from './composed-lstm.js';
import { tf } from '../tensorflow.js';

export const composedGru: ComposedCell = {
  savedCount: 5,

  forward(fromInput, fromHidden, state) {
    const [inputR, inputZ, inputN] = tf.split(fromInput, 3, 1);
    const [hiddenR, hiddenZ, q] = tf.split<tf.Tensor2D>(fromHidden, 3, 1);
    const r = tf.sigmoid<tf.Tensor2D>(tf.add(inputR, hiddenR));
    const z = tf.sigmoid<tf.Tensor2D>(tf.add(inputZ, hiddenZ));
    const n = tf.tanh<tf.Tensor2D>(tf.add(inputN, tf.mul(r, q)));
    const hidden = tf.add<tf.Tensor2D>(n, tf.mul(z, tf.sub(state.hidden, n)));
    return { state: { ...state, hidden }, saved: [r, z, n, q, state.hidden] };
  },

  backward([r, z, n, q, previous], { hidden: dh, cell }) {
    const dn = multiply(dh, tf.sub(1, z), oneMinusSquare(n));
    const dr = multiply(dn, q, slope(r));
    const dz = multiply(dh, tf.sub(previous, n), slope(z));
    return {
      dInput: tf.concat2d([dr, dz, dn], 1),
      dHidden: tf.concat2d([dr, dz, multiply(dn, r)], 1),
      dState: { hidden: multiply(dh, z), cell },
    };
  },
};
