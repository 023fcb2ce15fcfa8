/** Codes against PyTorch, principal components against scikit-learn, and what UMAP keeps together. */
import { readFileSync } from 'node:fs';
import {
  createFrame,
  createRandom,
  type FittedDetector,
  type ScoreOptions,
  shuffle,
  type TimeSeriesFrame,
} from '@anodec/core';
import { projections } from '@anodec/classic';
import { tf, useBackend } from '@anodec/kernels';
import { beforeAll, expect, test } from 'vitest';
import { autoencoder } from '../detectors/autoencoder.js';
import { parameterShapes } from '../autoencoder/shapes.js';
import { AutoencoderConfig } from '../config.js';

interface Network {
  readonly W: number;
  readonly C: number;
  readonly cases: readonly {
    readonly settings: Record<string, unknown>;
    readonly weights: Record<string, number[]>;
    readonly batch: number[];
  }[];
}

interface Golden {
  readonly codes: readonly { readonly case: number; readonly codes: number[] }[];
  readonly pca: { E: number; input: number[]; points: number[]; shares: number[] };
}

function read(name: string): unknown {
  const path = new URL(`../../../../test/fixtures/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8'));
}

const { W, C, cases } = read('autoencoder') as Network;
const golden = read('latent') as Golden;
const channels = Array.from({ length: C }, (_, c) => `c${c}`);

beforeAll(async () => {
  await useBackend();
});

/** The network of a case as a fitted detector. */
function detectorOf(number: number, settings: object = {}) {
  const { settings: own, weights } = cases[number];
  const config = AutoencoderConfig.parse({ ...own, windowSize: W, scoreBatchSize: 2, ...settings });
  const shapes: Readonly<Record<string, readonly number[]>> = parameterShapes(config, C);
  const arrays = Object.fromEntries(
    Object.entries(weights).map(([name, data]) => [
      name,
      { shape: shapes[name], data: Float32Array.from(data) },
    ]),
  );
  return autoencoder.restore({ detector: 'autoencoder', config, channels, arrays });
}

/** The codes of at most `limit` windows, each with the first row of its window. */
async function encodeWindows(
  detector: FittedDetector,
  frame: TimeSeriesFrame,
  limit = 1000,
  options: ScoreOptions = {},
) {
  const found = await detector.encode?.(frame, limit, options);
  if (!found) throw new Error('An autoencoder must have codes.');
  const { lastRows, size: codeSize, values: codes } = found;
  return { starts: lastRows.map((row) => row - W + 1), codeSize, codes };
}

test.each(golden.codes)('encodes windows as PyTorch does, case $case', async (expected) => {
  const frame = createFrame({ values: Float32Array.from(cases[expected.case].batch), channels });
  const found = await encodeWindows(detectorOf(expected.case, { stride: W }), frame);
  expect([...found.starts]).toEqual([0, W, 2 * W]);
  expect(found.codeSize).toBe(3);
  expect(found.codes).toHaveLength(expected.codes.length);
  expected.codes.forEach((code, i) => expect(found.codes[i]).toBeCloseTo(code, 5));
});

test('spreads the windows of a limit over the recording, each with the code that it has among all', async () => {
  const random = createRandom(1);
  const values = Float32Array.from({ length: 60 * C }, () => random.normal());
  const frame = createFrame({ values, channels });
  const all = await encodeWindows(detectorOf(1), frame);
  const some = await encodeWindows(detectorOf(1), frame, 10);
  expect(all.starts).toHaveLength(60 - W + 1);
  expect([...some.starts]).toEqual([0, 5, 11, 17, 22, 28, 34, 39, 45, 51]);
  const E = all.codeSize;
  some.starts.forEach((start, n) => {
    const code = some.codes.subarray(n * E, (n + 1) * E);
    expect([...code]).toEqual([...all.codes.subarray(start * E, (start + 1) * E)]);
  });
});

test('keeps no tensor alive, and stops when asked', async () => {
  const frame = createFrame({ values: new Float32Array(11 * C), channels });
  const before = tf.memory().numTensors;
  await encodeWindows(detectorOf(2), frame);
  const signal = AbortSignal.abort();
  await expect(encodeWindows(detectorOf(2), frame, 1000, { signal })).rejects.toThrow(
    'Stopped while encoding.',
  );
  expect(tf.memory().numTensors).toBe(before);
});

test('projects on the components of scikit-learn, up to their signs', async () => {
  const { E, input, points, shares } = golden.pca;
  const found = await projections.pca(Float32Array.from(input), E, { seed: 0 });
  for (const axis of [0, 1]) {
    const sign = Math.sign(found.points[axis] * points[axis]);
    for (let i = axis; i < points.length; i += 2) {
      expect(sign * found.points[i]).toBeCloseTo(points[i], 6);
    }
    expect(found.shares?.[axis]).toBeCloseTo(shares[axis], 7);
  }
});

test('has nothing on the second axis where a code is one value', async () => {
  const { points, shares } = await projections.pca(Float32Array.of(1, 2, 6), 1, { seed: 0 });
  [-2, 0, -1, 0, 3, 0].forEach((value, i) => expect(points[i]).toBeCloseTo(value, 12));
  expect(shares).toEqual([1, 0]);
});

/** Share of the nearest `k` codes that are also among the nearest `k` points. */
function keptNeighbours(codes: Float32Array, E: number, points: Float64Array, k: number): number {
  const nearest = (rows: ArrayLike<number>, D: number, n: number): number[] => {
    const N = rows.length / D;
    const distance = (m: number): number =>
      Math.hypot(...Array.from({ length: D }, (_, d) => rows[n * D + d] - rows[m * D + d]));
    const others = Array.from({ length: N }, (_, m) => m).filter((m) => m !== n);
    return others.sort((a, b) => distance(a) - distance(b)).slice(0, k);
  };
  const N = codes.length / E;
  let kept = 0;
  for (let n = 0; n < N; n++) {
    const near = new Set(nearest(points, 2, n));
    kept += nearest(codes, E, n).filter((m) => near.has(m)).length;
  }
  return kept / (N * k);
}

test('UMAP keeps neighbours far better than chance, the same for the same seed and another for another', async () => {
  const random = createRandom(3);
  const [N, E] = [120, 5];
  const codes = Float32Array.from({ length: N * E }, (_, i) => {
    const turn = (Math.floor(i / E) / N) * 6;
    return [Math.cos(turn), Math.sin(turn), turn, turn ** 2 / 6, 1][i % E] + 0.03 * random.normal();
  });
  const { points } = await projections.umap(codes, E, { seed: 4 });
  expect(keptNeighbours(codes, E, points, 10)).toBeGreaterThan(0.6); // by chance 10/119
  const order = Array.from({ length: N }, (_, n) => n);
  shuffle(order, random);
  const shuffled = Float64Array.from(order.flatMap((n) => [points[2 * n], points[2 * n + 1]]));
  expect(keptNeighbours(codes, E, shuffled, 10)).toBeLessThan(0.3);
  expect(await projections.umap(codes, E, { seed: 4 })).toEqual({ points });
  expect((await projections.umap(codes, E, { seed: 5 })).points).not.toEqual(points);
});

test('says how many codes there must be', async () => {
  const one = new Float32Array(3);
  await expect(projections.pca(one, 3, { seed: 0 })).rejects.toThrow('two codes or more');
  await expect(projections.umap(one, 3, { seed: 0 })).rejects.toThrow('four codes or more');
});
