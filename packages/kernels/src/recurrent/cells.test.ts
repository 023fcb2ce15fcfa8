/** What one file and one line of the table give to a new cell. */
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../backend.js';
import { plainProducts } from '../products.js';
import { tf } from '../tensorflow.js';
import { errorsOfKernel } from '../testing/kernel-cases.js';
import { type CellName, cells } from './cells.js';
import type { Cell } from './cells/cell.js';
import { tanhSlope } from './cells/tensor-math.js';
import { createComposedKernel } from './composed.js';
import { createFusedKernel } from './fused.js';
import { recurrent } from './recurrent.js';
import { backwardSequence, forwardSequence } from './reference.js';

/**
 * The plain recurrent cell, h' = tanh(x-part + h-part).
 *
 * Source: Elman 1990, "Finding Structure in Time"; arithmetic of torch.nn.RNN.
 */
const elman: Cell = {
  reference: {
    gates: 1,
    hasCell: false,
    separateGradients: false,
    forward({ gates, product, hidden, state }, { H, b, row }) {
      for (let j = 0; j < H; j++) {
        const h = Math.tanh(gates[row * H + j] + product[b * H + j]);
        gates[row * H + j] = state[b * H + j] = hidden[row * H + j] = h;
      }
    },
    backward({ gates }, { input, step, dState }, { H, b, row }) {
      for (let j = 0; j < H; j++) {
        const h = gates[row * H + j];
        input[row * H + j] = step[b * H + j] = dState[b * H + j] * (1 - h * h);
        dState[b * H + j] = 0; // all of it goes through the gate
      }
    },
  },
  composed: {
    savedCount: 1,
    forward(fromInput, fromHidden, state) {
      const hidden = tf.tanh<tf.Tensor2D>(tf.add(fromInput, fromHidden));
      return { state: { ...state, hidden }, saved: [hidden] };
    },
    backward([hidden], { hidden: dh, cell }) {
      const dGate = tf.mul<tf.Tensor2D>(dh, tanhSlope(hidden));
      return { dInput: dGate, dHidden: dGate, dState: { hidden: tf.zerosLike(dh), cell } };
    },
  },
};

const name = 'elman' as CellName;
Object.assign(cells, { [name]: elman });

const layer = { B: 3, W: 4, I: 5, H: 7, lengths: [4, 0, 2], reverse: true };

describe.each(['simd', 'wasm', 'cpu'])('on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test('a new cell runs without a kernel of its own', async () => {
    // h₁ = tanh(0.5), h₂ = tanh(0.5 + h₁)
    const one = tf.ones([1, 1]);
    const weights = { weightIh: one, weightHh: one, biasIh: tf.zeros([1]), biasHh: tf.zeros([1]) };
    const output = recurrent(name, tf.tensor3d([[[0.5], [0.5]]]), weights);
    const [first, second] = await output.data();
    expect(first).toBeCloseTo(Math.tanh(0.5), 6);
    expect(second).toBeCloseTo(Math.tanh(0.5 + Math.tanh(0.5)), 6);
  });

  test('both forms of a new cell have the same values and gradients', async () => {
    const kernels = [
      createFusedKernel(elman.reference, plainProducts),
      createComposedKernel(elman.composed),
    ];
    for (const kernel of kernels) {
      const errors = await errorsOfKernel(name, kernel, layer);
      expect(Object.entries(errors).filter(([, error]) => !(error < 1e-6))).toEqual([]);
    }
  });
});

test('the gradient of a new cell is the one of central differences', () => {
  const walk = { B: 1, W: 2, I: 1, H: 1, constantInput: false };
  const inputs = (weight: number) => ({
    input: Float64Array.of(0.3, -0.8),
    weightIh: Float64Array.of(0.7),
    weightHh: Float64Array.of(weight),
    biasIh: Float64Array.of(0.1),
    biasHh: Float64Array.of(-0.2),
    initialHidden: Float64Array.of(0.4),
    initialCell: new Float64Array(1),
  });
  const last = (weight: number) =>
    forwardSequence(elman.reference, walk, inputs(weight), plainProducts).state[0];
  const tape = forwardSequence(elman.reference, walk, inputs(0.6), plainProducts);
  const upstream = { state: Float64Array.of(1) };
  const { weightHh } = backwardSequence(elman.reference, walk, tape, upstream, plainProducts, true);
  expect(weightHh[0]).toBeCloseTo((last(0.6 + 1e-5) - last(0.6 - 1e-5)) / 2e-5, 8);
});
