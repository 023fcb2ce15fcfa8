/** The table of kernels of an engine, and a backend added from outside the package. */
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { afterEach, expect, test } from 'vitest';
import { backends, useBackend } from './backend.js';
import type { Backend } from './backend-contract.js';
import { currentEngine, registerEngine } from './engine.js';
import { plainProducts, type Products } from './products.js';
import { cells } from './recurrent/cells.js';
import { createComposedKernel } from './recurrent/composed.js';
import { recurrent } from './recurrent/recurrent.js';
import { fallbackCount } from './recurrent/run-kernel.js';
import { tf } from './tensorflow.js';
import { composedTraining } from './training/composed.js';
import { dense } from './training/dense.js';

/** A backend of another package: TensorFlow.js's on the processor, with a table that counts its calls. */
const calls = { gru: 0, dense: 0, packed: 0 };
const countedProducts: Products<Float32Array> = {
  pack(b, K, N) {
    calls.packed++;
    return plainProducts.pack(b, K, N);
  },
};
const composedGru = createComposedKernel(cells.gru.composed);
const counting: Backend = {
  engine: 'counting',
  async load() {
    if (tf.findBackendFactory('counting')) return;
    await backends.cpu.load({}); // whose kernels it takes over
    for (const config of tf.getKernelsForBackend('cpu')) {
      tf.registerKernel({ ...config, backendName: 'counting' });
    }
    tf.registerBackend('counting', () => new MathBackendCPU());
    registerEngine('counting', {
      recurrent: { gru: (call) => (calls.gru++, composedGru(call)) },
      training: {
        ...composedTraining,
        dense: (...all) => (calls.dense++, composedTraining.dense(...all)),
      },
      products: countedProducts,
    });
  },
  status: () => ({ threads: 1, arithmetic: 'strict', about: 'it counts' }),
};
Object.assign(backends, { counting });

afterEach(() => Object.assign(calls, { gru: 0, dense: 0, packed: 0 }));

test('a backend is its object in the table, and computes with the kernels that it registered', async () => {
  const { name, reason } = await useBackend('counting');
  expect([name, reason]).toEqual(['counting', 'it counts; the backend asked for']);
  expect(runDense()).toEqual([1 + 2 * 3]);
  runLayer('gru');
  expect(calls).toEqual({ gru: 1, dense: 1, packed: 0 });
});

test('a cell without a kernel of the engine runs around its matrix products, as fused does', async () => {
  await useBackend('counting');
  const before = fallbackCount();
  const own = runLayer('lstm');
  expect(calls).toEqual({ gru: 0, dense: 0, packed: 2 }); // of the inputs and of the hidden states
  expect(runLayer('lstm', 'fused')).toEqual(own);
  expect(fallbackCount()).toBe(before);
});

test('an engine without a table composes every layer, and counts that', async () => {
  await useBackend('counting');
  const table = currentEngine();
  const expected = runLayer('gru', 'composed');
  registerEngine('counting', {});
  const before = fallbackCount();
  expect(runLayer('gru')).toEqual(expected);
  expect(runDense()).toEqual([7]);
  expect(fallbackCount()).toBe(before + 1);
  expect(calls).toEqual({ gru: 0, dense: 0, packed: 0 });
  registerEngine('counting', table);
});

test.each([
  ['simd', ['recurrent', 'training', 'mish', 'dropout', 'zeros', 'createRepeater']],
  ['wasm', ['products']],
  ['cpu', ['products']],
])('%s brings %j', async (backend, parts) => {
  await useBackend(backend);
  expect(Object.keys(currentEngine())).toEqual(parts);
});

function runDense(): number[] {
  const [input, weight, bias] = [tf.tensor2d([[2]]), tf.tensor2d([[3]]), tf.tensor1d([1])];
  return [...dense(input, weight, bias).dataSync()];
}

function runLayer(cell: 'lstm' | 'gru', kernel?: 'fused' | 'composed'): Float32Array {
  const GH = cells[cell].reference.gates * 2;
  const wave = (...shape: number[]) => tf.randomUniform(shape, -1, 1, 'float32', 7);
  const weights = {
    weightIh: wave(GH, 1),
    weightHh: wave(GH, 2),
    biasIh: wave(GH),
    biasHh: wave(GH),
  };
  return recurrent(cell, tf.tensor3d([[[1], [2], [-1]]]), weights, {
    kernel,
  }).dataSync<'float32'>();
}
