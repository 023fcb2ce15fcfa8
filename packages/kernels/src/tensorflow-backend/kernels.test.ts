/** The recurrent kernels on libtensorflow against the reference in double precision. */
import { beforeAll, describe, expect, test } from 'vitest';
import { errorsOfKernel, type KernelCase } from '../testing/kernel-cases.js';
import { tf } from '../tensorflow.js';
import { tensorflowGru } from './gru.js';
import { loadTensorflowBackend } from './load.js';
import { tensorflowLstm } from './lstm.js';

tf.enableProdMode(); // no hints on the console
const problem = await loadTensorflowBackend().then(
  () => undefined,
  (error: Error) => error.message,
);
const place = problem
  ? 'TensorFlow, skipped because neither tfjs-node package is installed'
  : 'TensorFlow';

// single precision against double: what rounding alone makes of 500 rows
const TOLERANCE = 2e-6;

const layers: KernelCase[] = [
  { B: 1, W: 1, I: 1, H: 1 },
  { B: 63, W: 2, I: 2, H: 51, constantInput: true, last: true },
  { B: 2, W: 5, I: 3, H: 3, reverse: true, finalCell: true },
  { B: 3, W: 7, I: 4, H: 65, lengths: [0, 7, 3], finalCell: true },
  { B: 5, W: 6, I: 1, H: 5, lengths: [6, 1, 0, 4, 5], reverse: true, last: true, finalCell: true },
  { B: 2, W: 500, I: 1, H: 3 },
];

describe.skipIf(problem)(`on ${place}`, () => {
  beforeAll(async () => {
    await tf.setBackend('tensorflow');
  });

  describe.each([
    ['lstm', tensorflowLstm],
    ['gru', tensorflowGru],
  ] as const)('%s', (cell, kernel) => {
    test.each(layers)('gives the values and gradients of the reference, %o', async (layer) => {
      const finalCell = cell === 'lstm' && layer.finalCell;
      const errors = await errorsOfKernel(cell, kernel, { ...layer, finalCell });
      const large = Object.entries(errors).filter(([, error]) => !(error < TOLERANCE));
      expect(large).toEqual([]);
    });
  });
});
