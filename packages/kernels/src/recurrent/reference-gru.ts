/** One row of the GRU, forward and backward, without its matrix products. */
import { sigmoid, tanh } from '../activations.js';
import type { CellReference } from './reference.js';

/**
 * Gates are ordered r, z, n as in PyTorch and cuDNN, with the reset after the product:
 * n = tanh(x-part + r · h-part), h' = (1 − z) · n + z · h.
 *
 * `extra` holds the h-part of n, which backward needs.
 *
 * Source: Cho et al. 2014, "Learning Phrase Representations using RNN Encoder–Decoder"; the reset
 * after the product as in cuDNN.
 */
export const referenceGru: CellReference = {
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
