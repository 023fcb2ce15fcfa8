import { beforeAll, describe, expect, test } from 'vitest';
import { errorsOfKernel, type KernelCase } from '../kernel-cases.js';
import { tf } from '../tensorflow.js';
import { usualLimits } from './geometry.js';
import { createWebgpuKernels } from './kernels.js';
import { findWebgpuAdapter, loadWebgpuBackend } from './load.js';
import { offerSoftwareAdapter } from './software-adapter.js';

offerSoftwareAdapter();
const adapter = await findWebgpuAdapter().catch(() => undefined);
const place = adapter?.name ?? 'WebGPU, skipped because there is no adapter';

// single precision against double: what rounding alone makes of a few hundred rows
const TOLERANCE = 2e-6;

// more and larger ones: npm run bench -- webgpu
const layers: KernelCase[] = [
  { B: 1, W: 1, I: 1, H: 1 },
  { B: 63, W: 2, I: 2, H: 3, constantInput: true, last: true },
  { B: 3, W: 4, I: 3, H: 65, lengths: [0, 4, 3], finalCell: true },
  { B: 5, W: 6, I: 1, H: 5, lengths: [6, 1, 0, 4, 5], reverse: true, last: true, finalCell: true },
];

const ways = [
  ['whole sequences', 'lstm', usualLimits],
  ['whole sequences', 'gru', usualLimits],
  ['whole sequences, four a thread', 'lstm', { ...usualLimits, busyThreads: 1 }],
  ['single steps', 'lstm', { ...usualLimits, largestWhole: 0 }],
  ['single steps', 'gru', { ...usualLimits, largestWhole: 0 }],
  ['single steps, four a thread', 'gru', { largestWhole: 0, busyThreads: 1 }],
] as const;

describe.skipIf(!adapter)(`on ${place}`, () => {
  beforeAll(async () => {
    await loadWebgpuBackend();
    await tf.setBackend('webgpu');
  });

  describe.each(ways)('in %s, %s', (_, cell, limits) => {
    const kernel = createWebgpuKernels(limits)[cell];

    test.each(layers)('gives the values and gradients of the reference, %o', async (layer) => {
      const finalCell = cell === 'lstm' && layer.finalCell;
      const errors = await errorsOfKernel(cell, kernel, { ...layer, finalCell });
      const large = Object.entries(errors).filter(([, error]) => !(error < TOLERANCE));
      expect(large).toEqual([]);
    });
  });
});
