/** The recurrent kernels on WebGPU against the reference in double precision. */
import { beforeAll, describe, expect, test } from 'vitest';
import { errorsOfKernel, type KernelCase } from '../testing/kernel-cases.js';
import { recurrent } from '../recurrent/recurrent.js';
import { fallbackCount } from '../recurrent/run-kernel.js';
import { tf } from '../tensorflow.js';
import { type GeometryLimits, usualLimits } from './geometry.js';
import { createWebgpuKernels } from './kernels.js';
import { findWebgpuAdapter, loadWebgpuBackend } from './load.js';
import { offerSoftwareAdapter } from '../testing/software-adapter.js';

offerSoftwareAdapter();
const adapter = await findWebgpuAdapter().catch(() => undefined);
const place = adapter?.name ?? 'WebGPU, skipped because there is no adapter';

// single precision against double: what rounding alone makes of a few hundred rows
const TOLERANCE = 2e-6;

const step = { ...usualLimits, largestWhole: 0 };
const crowded = { busyThreads: 1 };
const odd: KernelCase = { B: 3, W: 4, I: 3, H: 65, lengths: [0, 4, 3], finalCell: true };
const constant: KernelCase = { B: 63, W: 2, I: 2, H: 3, constantInput: true, last: true };
const backwards: KernelCase = {
  B: 5,
  W: 6,
  I: 1,
  H: 5,
  lengths: [6, 1, 0, 4, 5],
  reverse: true,
  last: true,
  finalCell: true,
};

// small ones in whole sequences are among the goldens, more and larger ones in npm run bench -- gpu
const layers: ['lstm' | 'gru', string, GeometryLimits, KernelCase][] = [
  ['lstm', 'odd, with lengths', usualLimits, odd],
  ['gru', 'odd, with lengths', usualLimits, odd],
  ['gru', 'constant, four sequences a thread', { ...usualLimits, ...crowded }, constant],
  ['lstm', 'odd, step by step', step, odd],
  ['gru', 'backwards, step by step', step, backwards],
  ['lstm', 'constant, four a thread, step by step', { ...step, ...crowded }, constant],
];

describe.skipIf(!adapter)(`on ${place}`, () => {
  beforeAll(async () => {
    await loadWebgpuBackend();
    await tf.setBackend('webgpu');
  });

  test.each(layers)(
    '%s gives the reference’s values and gradients: %s',
    async (cell, _, limits, layer) => {
      const finalCell = cell === 'lstm' && layer.finalCell;
      const kernel = createWebgpuKernels(limits)[cell];
      const errors = await errorsOfKernel(cell, kernel, { ...layer, finalCell });
      const large = Object.entries(errors).filter(([, error]) => !(error < TOLERANCE));
      expect(large).toEqual([]);
    },
  );

  test.each(['lstm', 'gru'] as const)(
    '%s carries a NaN on from the row it comes in at, in its own sequence only',
    async (cell) => {
      const [B, W, H] = [3, 4, 5];
      const GH = H * (cell === 'lstm' ? 4 : 3);
      const values = new Float32Array(B * W).fill(0.5);
      values[W + 2] = NaN;
      const weights = {
        weightIh: tf.ones([GH, 1]),
        weightHh: tf.ones([GH, H]),
        biasIh: tf.zeros([GH]),
        biasHh: tf.zeros([GH]),
      };
      const fallbacks = fallbackCount();
      const output = recurrent(cell, tf.tensor(values, [B, W, 1]), weights);
      const numbers = [...(await output.data())].map(Number.isNaN);
      const rows = Array.from({ length: B * W }, (_, row) => row);
      const all = rows.filter((row) => numbers.slice(row * H, (row + 1) * H).every(Boolean));
      expect(all).toEqual([W + 2, W + 3]);
      expect(numbers.filter(Boolean)).toHaveLength(2 * H);
      expect(fallbackCount()).toBe(fallbacks);
    },
  );
});
