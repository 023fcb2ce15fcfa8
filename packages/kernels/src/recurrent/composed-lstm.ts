/** One LSTM step in TensorFlow.js operations; see `reference-lstm.ts` for the formulas. */
import type { ComposedCell } from './composed.js';
import { tf } from '../tensorflow.js';

export const composedLstm: ComposedCell = {
  savedCount: 6,

  forward(fromInput, fromHidden, state) {
    const gates = tf.split<tf.Tensor2D>(tf.add(fromInput, fromHidden), 4, 1);
    const [i, f, o] = [gates[0], gates[1], gates[3]].map((gate) => tf.sigmoid<tf.Tensor2D>(gate));
    const g = tf.tanh<tf.Tensor2D>(gates[2]);
    const cell = tf.add<tf.Tensor2D>(tf.mul(f, state.cell), tf.mul(i, g));
    const tanhC = tf.tanh<tf.Tensor2D>(cell);
    const hidden = tf.mul<tf.Tensor2D>(o, tanhC);
    return { state: { hidden, cell }, saved: [i, f, g, o, state.cell, tanhC] };
  },

  backward([i, f, g, o, previous, tanhC], { hidden: dh, cell: dCell }) {
    const dc = tf.add<tf.Tensor2D>(dCell, multiply(dh, o, oneMinusSquare(tanhC)));
    const dGates = tf.concat2d(
      [
        multiply(dc, g, slope(i)),
        multiply(dc, previous, slope(f)),
        multiply(dc, i, oneMinusSquare(g)),
        multiply(dh, tanhC, slope(o)),
      ],
      1,
    );
    return {
      dInput: dGates,
      dHidden: dGates,
      dState: { hidden: tf.zerosLike(dh), cell: multiply(dc, f) },
    };
  },
};

/** The product of all factors, element by element. */
export function multiply(...factors: tf.Tensor2D[]): tf.Tensor2D {
  return factors.reduce((product, factor) => tf.mul(product, factor));
}

/** The slope of the sigmoid, from its value. */
export function slope(sigmoid: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(sigmoid, tf.sub(1, sigmoid));
}

/** The slope of tanh, from its value. */
export function oneMinusSquare(tanh: tf.Tensor2D): tf.Tensor2D {
  return tf.sub(1, tf.mul(tanh, tanh));
}
