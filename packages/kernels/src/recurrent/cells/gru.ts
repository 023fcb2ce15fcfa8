/**
 * The GRU cell: one row, forward and backward, without its matrix products.
 *
 * Gates are ordered r, z, n as in PyTorch and cuDNN, with the reset after the product:
 * n = tanh(x-part + r · h-part), h' = (1 − z) · n + z · h.
 *
 * `extra` holds the h-part of n, for the backward pass.
 *
 * Source: Cho et al. 2014, "Learning Phrase Representations using RNN Encoder–Decoder"; the reset
 * after the product as in cuDNN.
 */
import { sigmoid, tanh } from '../../activations.js';
import { tf } from '../../tensorflow.js';
import type { Cell, CellReference, ComposedCell } from './cell.js';
import { multiplyAll, sigmoidSlope, tanhSlope } from './tensor-math.js';

const reference: CellReference = {
  gates: 3,
  hasCell: false,
  separateGradients: true,

  forward({ gates, product, hidden, extra, state }, { H, b, row }) {
    for (let j = 0; j < H; j++) {
      const at = row * 3 * H + j;
      const from = b * 3 * H + j;
      const r = (gates[at] = sigmoid(gates[at] + product[from]));
      const z = (gates[at + H] = sigmoid(gates[at + H] + product[from + H]));
      const q = (extra[row * H + j] = product[from + 2 * H]);
      const n = (gates[at + 2 * H] = tanh(gates[at + 2 * H] + r * q));
      const h = (1 - z) * n + z * state[b * H + j];
      state[b * H + j] = h;
      hidden[row * H + j] = h;
    }
  },

  backward({ gates, hidden, extra, initialHidden }, gradients, { H, b, row, before }) {
    const { input, recurrent, step, dState } = gradients;
    for (let j = 0; j < H; j++) {
      const at = row * 3 * H + j;
      const r = gates[at];
      const z = gates[at + H];
      const n = gates[at + 2 * H];
      const previous = before >= 0 ? hidden[before * H + j] : initialHidden[b * H + j];
      const dh = dState[b * H + j];
      const dn = dh * (1 - z) * (1 - n * n);
      const dr = dn * extra[row * H + j] * r * (1 - r);
      const dz = dh * (previous - n) * z * (1 - z);
      const to = b * 3 * H + j;
      input[at] = recurrent[at] = step[to] = dr;
      input[at + H] = recurrent[at + H] = step[to + H] = dz;
      input[at + 2 * H] = dn;
      recurrent[at + 2 * H] = step[to + 2 * H] = dn * r;
      dState[b * H + j] = dh * z; // the rest goes through the gates
    }
  },
};

const composed: ComposedCell = {
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
    const dn = multiplyAll(dh, tf.sub(1, z), tanhSlope(n));
    const dr = multiplyAll(dn, q, sigmoidSlope(r));
    const dz = multiplyAll(dh, tf.sub(previous, n), sigmoidSlope(z));
    return {
      dInput: tf.concat2d([dr, dz, dn], 1),
      dHidden: tf.concat2d([dr, dz, multiplyAll(dn, r)], 1),
      dState: { hidden: multiplyAll(dh, z), cell },
    };
  },
};

/** The GRU cell. */
export const gruCell: Cell = { reference, composed };
