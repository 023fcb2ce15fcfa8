/** The recurrent kernels on WebGPU against the reference in double precision. */
import { beforeAll, describe, expect, test } from 'vitest';
import { errorsOfKernel, type KernelCase } from '../testing/kernel-cases.js';
import { recurrent } from '../recurrent/recurrent.js';
import { fallbackCount } from '../recurrent/run-kernel.js';
import type { RecurrentKernel } from '../recurrent/kernel.js';
import { tf } from '../tensorflow.js';
import {
  type Geometry,
  type GeometryLimits,
  geometryOf,
  layOut,
  type Tile,
  type WalkSizes,
} from './geometry.js';
import { createWebgpuKernels } from './kernels.js';
import { findWebgpuAdapter, loadWebgpuBackend } from './load.js';
import { offerSoftwareAdapter } from '../testing/software-adapter.js';

offerSoftwareAdapter();
const adapter = await findWebgpuAdapter().catch(() => undefined);
const place = adapter?.name ?? 'WebGPU, skipped because there is no adapter';

// single precision against double: what rounding alone makes of a few hundred rows
const TOLERANCE = 2e-6;

// what WebGPU guarantees
const limits: GeometryLimits = {
  threads: 256,
  bytes: 16_384,
  largestWhole: 256,
  wholeThreads: 256,
  stepThreads: 256,
  busy: 16_384,
  held: 4,
};
const usual = (walk: WalkSizes) => geometryOf(walk, limits);
const crowded = (walk: WalkSizes) => geometryOf(walk, { ...limits, busy: 1 });
const step = (walk: WalkSizes) => geometryOf(walk, { ...limits, largestWhole: 0 });
const tiled = (tile: Partial<Tile>, bytes: number) => (walk: WalkSizes) =>
  layOut(walk, { ...usual(walk), ...tile }, bytes);

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
const layers: ['lstm' | 'gru', string, (walk: WalkSizes) => Geometry, KernelCase][] = [
  ['lstm', 'odd, with lengths', usual, odd],
  ['gru', 'odd, with lengths', usual, odd],
  ['lstm', 'odd, step by step', step, odd],
  ['gru', 'backwards, step by step', step, backwards],
  ['lstm', 'constant, step by step', step, constant],
  ['lstm', 'no lanes, nothing held', tiled({ lanes: 1, held: 0 }, 16_384), backwards],
  [
    'gru',
    'a lane without a last quad, some weights held',
    tiled({ lanes: 2, held: 1, unroll: 1 }, 16_384),
    odd,
  ],
  ['lstm', 'a lane without any quad', tiled({ lanes: 4, held: 1 }, 16_384), backwards],
  [
    'lstm',
    'step by step in chunks, the last one shorter',
    tiled({ whole: false, units: 16, rows: 1, each: 1, lanes: 4, unroll: 2 }, 1100),
    odd,
  ],
  [
    'gru',
    'step by step in chunks of one size, no lanes',
    tiled({ whole: false, units: 8, rows: 3, each: 1, lanes: 1, unroll: 3 }, 90),
    backwards,
  ],
  ['gru', 'constant, four sequences a thread', crowded, constant],
];

describe.skipIf(!adapter)(`on ${place}`, () => {
  beforeAll(async () => {
    await loadWebgpuBackend();
    await tf.setBackend('webgpu');
  });

  test.each(layers)(
    '%s gives the reference’s values and gradients: %s',
    async (cell, _, geometry, layer) => {
      const finalCell = cell === 'lstm' && layer.finalCell;
      const kernel = createWebgpuKernels(geometry)[cell];
      const errors = await errorsOfKernel(cell, kernel, { ...layer, finalCell });
      const large = Object.entries(errors).filter(([, error]) => !(error < TOLERANCE));
      expect(large).toEqual([]);
    },
  );

  test.each([
    ['lstm', 'in whole sequences', usual],
    ['gru', 'in whole sequences', usual],
    ['lstm', 'step by step', step],
    ['gru', 'step by step', step],
  ] as const)(
    '%s writes nothing for backward where no tape records, and gives the same values: %s',
    async (cell, _, geometry) => {
      const [B, W, I, H] = [3, 4, 2, 5];
      const GH = H * (cell === 'lstm' ? 4 : 3);
      const tensors = {
        input: tf.randomUniform([B, W, I], -1, 1, 'float32', 1),
        weightIh: tf.randomUniform([GH, I], -1, 1, 'float32', 2),
        weightHh: tf.randomUniform([GH, H], -1, 1, 'float32', 3),
        biasIh: tf.zeros([GH]),
        biasHh: tf.ones([GH]),
        initialHidden: tf.zeros([B, H]),
        initialCell: tf.zeros([B, H]),
      };
      const sizes = { B, W, I, H, constantInput: false };
      const call = { sizes, tensors, output: 'sequence', inputGradient: true } as const;
      const run = (kernel: RecurrentKernel) =>
        kernel({ ...call, reverse: false, finalCell: false });
      const scored = run(createWebgpuKernels(geometry)[cell]);
      const learned = run(createWebgpuKernels(geometry, () => true)[cell]);
      expect(scored?.saved).toEqual([]);
      expect(learned?.saved.length).toBe(5);
      expect(await scored?.value.data()).toEqual(await learned?.value.data());
    },
  );

  test.each(['lstm', 'gru'] as const)(
    '%s leaves the states and gradients it is given',
    async (cell) => {
      const [B, W, H] = [2, 3, 4];
      const GH = H * (cell === 'lstm' ? 4 : 3);
      const state = tf.mul(tf.ones([B, H]), 0.5);
      const given = tf.mul(tf.ones([B, H]), 0.25);
      const tensors = {
        input: tf.ones([B, W, 1]),
        weightIh: tf.ones([GH, 1]),
        weightHh: tf.ones([GH, H]),
        biasIh: tf.zeros([GH]),
        biasHh: tf.zeros([GH]),
        initialHidden: state,
        initialCell: state,
      };
      const sizes = { B, W, I: 1, H, constantInput: false };
      const options = { inputGradient: true, reverse: false, finalCell: false };
      const kernel = createWebgpuKernels(undefined, () => true)[cell];
      const result = kernel({ sizes, tensors, output: 'last', ...options });
      result?.backward(given, undefined, result.saved);
      expect(new Set(await state.data())).toEqual(new Set([0.5]));
      expect(new Set(await given.data())).toEqual(new Set([0.25]));
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
