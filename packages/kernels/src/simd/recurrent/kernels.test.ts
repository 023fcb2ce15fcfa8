/** The recurrent kernels of `simd` against the reference in double precision. */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { errorsOfKernel, type KernelCase } from '../../testing/kernel-cases.js';
import { fallbackCount } from '../../recurrent/index.js';
import { recurrent } from '../../recurrent/recurrent.js';
import { tf } from '../../tensorflow.js';
import { builds, withBuilds } from '../builds.fixture.js';
import { loadSimdBackend, SIMD, simdStatus } from '../load.js';
import { simdRecurrentKernels } from './kernels.js';

/** Starts a build, if it is not the current one with as many threads. */
async function start(build: string, threads = 2): Promise<void> {
  await loadSimdBackend({ threads, ...builds[build] });
  await tf.setBackend(SIMD);
}

// single precision over W steps against double: sums of thousands of rows, tangent to 2.4e-7
const TOLERANCE = 2e-5;

/** Every option alone and some together, at sizes that fill no panel, no group, no block. */
const CASES: readonly KernelCase[] = [
  { B: 1, W: 1, I: 1, H: 1 },
  { B: 2, W: 2, I: 3, H: 3, finalCell: true },
  { B: 1, W: 1, I: 7, H: 51, last: true },
  { B: 9, W: 3, I: 8, H: 4, constantInput: true },
  { B: 63, W: 2, I: 5, H: 65 },
  { B: 63, W: 5, I: 51, H: 51, constantInput: true, last: true },
  { B: 63, W: 9, I: 16, H: 8, lengths: lengthsFor(63, 9), reverse: true },
  { B: 2, W: 500, I: 3, H: 3 },
  { B: 17, W: 40, I: 15, H: 10, reverse: true, finalCell: true },
  { B: 3, W: 4, I: 2, H: 5, lengths: [4, 0, 1], finalCell: true },
  { B: 12, W: 21, I: 9, H: 3, lengths: lengthsFor(12, 21), last: true, reverse: true },
  { B: 33, W: 6, I: 4, H: 7, lengths: lengthsFor(33, 6), last: true, finalCell: true },
  { B: 8, W: 4, I: 6, H: 9, lengths: lengthsFor(8, 4), constantInput: true },
  { B: 140, W: 3, I: 2, H: 6, constantInput: true, reverse: true },
];

function lengthsFor(B: number, W: number): number[] {
  return Array.from({ length: B }, (_, b) => (3 * b * b + b) % (W + 1));
}

describe.each(withBuilds(['lstm', 'gru'] as const))('%s on %s', (cell, build) => {
  beforeAll(() => start(build));

  test.each(CASES)('gives the values and gradients of double precision: %j', async (layer) => {
    const finalCell = cell === 'lstm' && layer.finalCell === true;
    const errors = await errorsOfKernel(cell, simdRecurrentKernels[cell], { ...layer, finalCell });
    const wrong = Object.entries(errors).filter(([, error]) => !(error < TOLERANCE));
    expect(wrong).toEqual([]);
  });

  test('carries NaN on from its row in its own sequence, and into all gradients', () => {
    const { weights, input } = layerOf(cell, 11, 6);
    const spoilt = withValue(input, 3, 2, NaN);
    const output = rowsOf(recurrent(cell, spoilt, weights));
    const clean = rowsOf(recurrent(cell, input, weights));
    const isAfter = (_: unknown, row: number) => row >= 3 * 6 + 2 && row < 4 * 6;
    const isBefore = (values: unknown, row: number) => !isAfter(values, row);
    expect(output.filter(isBefore)).toEqual(clean.filter(isBefore));
    expect(output.filter(isAfter).flat().every(Number.isNaN)).toBe(true);
    const gradients = gradientsOf(cell, spoilt, weights);
    expect(gradients.every((gradient) => gradient.some(Number.isNaN))).toBe(true);
  });

  test('saturates its gates at infinity: other states, all finite, and no gradient of the weight', () => {
    const { weights, input } = layerOf(cell, 11, 6);
    const spoilt = withValue(input, 3, 2, Infinity);
    const output = rowsOf(recurrent(cell, spoilt, weights));
    const clean = rowsOf(recurrent(cell, input, weights));
    expect(output.flat().every(Number.isFinite)).toBe(true);
    const changed = output.flatMap((row, i) => (String(row) === String(clean[i]) ? [] : [i]));
    expect(changed).toEqual([20, 21, 22, 23]); // rows 2 to 5 of sequence 3
    const [, weightIh] = gradientsOf(cell, spoilt, weights);
    expect(weightIh.every(Number.isFinite)).toBe(false); // next to nothing · infinity
  });

  test('computes a sequence to the same bits alone, in a batch, and without a tape', () => {
    const { weights, input } = layerOf(cell, 21, 6);
    const all = recurrent(cell, input, weights).dataSync<'float32'>();
    const alone = tf.slice(input, [13, 0, 0], [1, 6, 4]);
    expect(recurrent(cell, alone, weights).dataSync<'float32'>()).toEqual(
      all.slice(13 * 30, 14 * 30),
    );
    let taped: Float32Array | undefined;
    tf.grad((x) => {
      const output = recurrent(cell, x, weights);
      taped = output.dataSync<'float32'>();
      return output;
    })(input);
    expect(taped).toEqual(all);
  });

  test('gives the same bits on 1, 2, 3 and 4 threads, and from run to run', async () => {
    const results: string[] = [];
    for (const threads of [1, 2, 3, 4, 4]) {
      await start(build, threads);
      const { weights, input } = layerOf(cell, 150, 12, 30, 40);
      const hash = createHash('sha256');
      for (const gradient of gradientsOf(cell, input, weights)) hash.update(gradient);
      results.push(hash.digest('hex'));
    }
    expect(new Set(results).size).toBe(1);
    await start(build);
  });

  test('keeps no tensor and no byte over 300 steps', async () => {
    const { weights, input } = layerOf(cell, 9, 5);
    gradientsOf(cell, input, weights); // moves the weights to the shared memory
    const before = memoryInUse();
    for (let step = 0; step < 300; step++) gradientsOf(cell, input, weights);
    expect(memoryInUse()).toEqual(before);
  });
});

test('none of these layers was composed', () => {
  expect(fallbackCount()).toBe(0);
});

/** A layer's input of four channels with one value replaced. */
function withValue(input: tf.Tensor, b: number, w: number, value: number): tf.Tensor {
  const values = input.dataSync<'float32'>().slice();
  values[(b * (input.shape[1] ?? 0) + w) * 4 + 1] = value;
  return tf.tensor(values, input.shape);
}

/** Hidden states of five units, row by row. */
function rowsOf(output: tf.Tensor): number[][] {
  const values = [...output.dataSync<'float32'>()];
  return Array.from({ length: values.length / 5 }, (_, row) => values.slice(row * 5, row * 5 + 5));
}

function memoryInUse() {
  const { numTensors, numBytes } = tf.memory();
  return { numTensors, numBytes, shared: simdStatus()?.bytesInUse };
}

function layerOf(cell: 'lstm' | 'gru', B: number, W: number, I = 4, H = 5) {
  const GH = (cell === 'lstm' ? 4 : 3) * H;
  const weights = {
    weightIh: wave(GH, I),
    weightHh: wave(GH, H),
    biasIh: wave(GH),
    biasHh: wave(GH),
  };
  return { weights, input: wave(B, W, I) };
}

function gradientsOf(
  cell: 'lstm' | 'gru',
  input: tf.Tensor,
  { weightIh, weightHh, biasIh, biasHh }: ReturnType<typeof layerOf>['weights'],
): Float32Array[] {
  const given = [input, weightIh, weightHh, biasIh, biasHh];
  const gradients = tf.grads((x, ih, hh, bi, bh) =>
    recurrent(cell, x, { weightIh: ih, weightHh: hh, biasIh: bi, biasHh: bh }),
  )(given);
  const values = gradients.map((gradient) => gradient.dataSync<'float32'>());
  tf.dispose(gradients);
  return values;
}

function wave(...shape: number[]): tf.Tensor {
  const length = shape.reduce((size, dim) => size * dim);
  return tf.tensor(
    Float32Array.from({ length }, (_, i) => Math.sin(i * i * 0.37) / 2),
    shape,
  );
}
