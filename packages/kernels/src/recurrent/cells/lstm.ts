/**
 * The LSTM cell: one row, forward and backward, without its matrix products.
 *
 * Gates are ordered i, f, g, o as in PyTorch and cuDNN:
 * c' = f · c + i · g, h' = o · tanh(c').
 *
 * `extra` holds c', for the backward pass.
 *
 * Source: Gers, Schmidhuber & Cummins 2000, "Learning to Forget: Continual Prediction with LSTM".
 */
import { sigmoid, tanh } from '../../activations.js';
import { tf } from '../../tensorflow.js';
import type { Cell, CellReference, ComposedCell } from './cell.js';
import { multiplyAll, sigmoidSlope, tanhSlope } from './tensor-math.js';

const reference: CellReference = {
  gates: 4,
  hasCell: true,
  separateGradients: false,

  forward({ gates, product, hidden, extra, state, cell }, { H, b, row }) {
    for (let j = 0; j < H; j++) {
      const at = row * 4 * H + j;
      const from = b * 4 * H + j;
      const i = (gates[at] = sigmoid(gates[at] + product[from]));
      const f = (gates[at + H] = sigmoid(gates[at + H] + product[from + H]));
      const g = (gates[at + 2 * H] = tanh(gates[at + 2 * H] + product[from + 2 * H]));
      const o = (gates[at + 3 * H] = sigmoid(gates[at + 3 * H] + product[from + 3 * H]));
      const c = f * cell[b * H + j] + i * g;
      cell[b * H + j] = c;
      extra[row * H + j] = c;
      const h = o * tanh(c);
      state[b * H + j] = h;
      hidden[row * H + j] = h;
    }
  },

  backward({ gates, extra, initialCell }, { input, step, dState, dCell }, { H, b, row, before }) {
    for (let j = 0; j < H; j++) {
      const at = row * 4 * H + j;
      const i = gates[at];
      const f = gates[at + H];
      const g = gates[at + 2 * H];
      const o = gates[at + 3 * H];
      const previous = before >= 0 ? extra[before * H + j] : initialCell[b * H + j];
      const tanhC = tanh(extra[row * H + j]);
      const dh = dState[b * H + j];
      const dc = dCell[b * H + j] + dh * o * (1 - tanhC * tanhC);
      const to = b * 4 * H + j;
      input[at] = step[to] = dc * g * i * (1 - i);
      input[at + H] = step[to + H] = dc * previous * f * (1 - f);
      input[at + 2 * H] = step[to + 2 * H] = dc * i * (1 - g * g);
      input[at + 3 * H] = step[to + 3 * H] = dh * tanhC * o * (1 - o);
      dCell[b * H + j] = dc * f;
      dState[b * H + j] = 0; // all of it goes through the gates
    }
  },
};

const composed: ComposedCell = {
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
    const dc = tf.add<tf.Tensor2D>(dCell, multiplyAll(dh, o, tanhSlope(tanhC)));
    const dGates = tf.concat2d(
      [
        multiplyAll(dc, g, sigmoidSlope(i)),
        multiplyAll(dc, previous, sigmoidSlope(f)),
        multiplyAll(dc, i, tanhSlope(g)),
        multiplyAll(dh, tanhC, sigmoidSlope(o)),
      ],
      1,
    );
    return {
      dInput: dGates,
      dHidden: dGates,
      dState: { hidden: tf.zerosLike(dh), cell: multiplyAll(dc, f) },
    };
  },
};

/** The LSTM cell. */
export const lstmCell: Cell = { reference, composed };
