/** Isolation forests against scikit-learn: its trees scored here, and areas under the ROC over seeds. */
import { readFileSync } from 'node:fs';
import { createFrame, type DetectorEntry, mean, type TimeSeriesFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { extendedIsolationForest } from './extended-isolation-forest.js';
import { isolationForest } from './isolation-forest.js';
import { meanPathLength } from './path-length.js';

interface Tree {
  features: number[];
  thresholds: number[];
  left: number[];
  right: number[];
  rows: number[];
}

interface Golden {
  test: number[];
  isolation: {
    sampleSize: number;
    trees: Tree[];
    scores: number[];
    bars: number[];
    mixed: number[];
    areas: number[];
    extendedAreas: number[];
  };
}

const fixture = new URL('../../../../test/fixtures/detectors.json', import.meta.url);
const golden = JSON.parse(readFileSync(fixture, 'utf8')) as Golden;
const { sampleSize, trees, scores, areas, extendedAreas } = golden.isolation;
const xyz = (values: number[]): TimeSeriesFrame =>
  createFrame({ values: Float32Array.from(values), channels: ['x', 'y', 'z'] });
const bars = xyz(golden.isolation.bars);
const mixed = xyz(golden.isolation.mixed);

/** Trees of scikit-learn as the arrays of a state: nodes level by level, children side by side. */
function arraysOf(forest: readonly Tree[]) {
  const [features, thresholds, children, depths, roots]: number[][] = [[], [], [], [], []];
  for (const tree of forest) {
    const start = features.length;
    roots.push(start);
    const order = [{ node: 0, depth: 0 }];
    for (let i = 0; i < order.length; i++) {
      const { node, depth } = order[i];
      const isLeaf = tree.left[node] < 0;
      features.push(isLeaf ? 0 : tree.features[node]);
      thresholds.push(isLeaf ? Infinity : tree.thresholds[node]);
      children.push(isLeaf ? start + i : start + order.length);
      depths.push(isLeaf ? depth + meanPathLength(tree.rows[node]) : 0);
      if (isLeaf) continue;
      order.push({ node: tree.left[node], depth: depth + 1 });
      order.push({ node: tree.right[node], depth: depth + 1 });
    }
  }
  roots.push(features.length);
  const parts = { features, thresholds, children, depths, roots, scale: [sampleSize, 1] };
  const named = Object.entries({ ...parts, means: [0, 0, 0, 0] }).map(
    ([name, data]) => [name, { shape: [data.length], data: Float32Array.from(data) }] as const,
  );
  return Object.fromEntries(named);
}

/** Area under the ROC of the last 60 of 360 rows against the others. */
async function areaOf(entry: DetectorEntry, seed: number): Promise<number> {
  const { rows } = await (await entry.create({ seed }).fit([bars])).score(mixed);
  let wins = 0;
  for (const odd of rows.subarray(300)) {
    for (const usual of rows.subarray(0, 300)) wins += odd > usual ? 1 : odd === usual ? 0.5 : 0;
  }
  return wins / (60 * 300);
}

test('scores the trees of scikit-learn as it does', async () => {
  const channels = ['a', 'b', 'c', 'd'];
  const state = { detector: 'isolation-forest', config: {}, channels, arrays: arraysOf(trees) };
  const probe = createFrame({ values: Float32Array.from(golden.test), channels });
  const { rows } = await isolationForest.restore(state).score(probe);
  scores.forEach((score, t) => expect(rows[t]).toBeCloseTo(score, 6));
});

test('ranks as well as scikit-learn on average over seeds', async () => {
  const own: number[] = [];
  for (let seed = 0; seed < 8; seed++) own.push(await areaOf(isolationForest, seed));
  expect(Math.abs(mean(own) - mean(areas))).toBeLessThan(0.01);
});

test('ranks with cuts in all directions as well as the published algorithm', async () => {
  const own: number[] = [];
  for (let seed = 0; seed < 4; seed++) own.push(await areaOf(extendedIsolationForest, seed));
  expect(Math.abs(mean(own) - mean(extendedAreas))).toBeLessThan(0.01);
});

test('has other scores with another seed and the same with the same', async () => {
  for (const entry of [isolationForest, extendedIsolationForest]) {
    const fit = async (seed: number) =>
      (await (await entry.create({ seed, trees: 5 }).fit([bars])).score(mixed)).rows;
    expect(await fit(1)).toEqual(await fit(1));
    expect(await fit(2)).not.toEqual(await fit(1));
  }
});

test('scores a share of the training rows above 1 with that contamination', async () => {
  const fitted = await isolationForest.create({ contamination: 0.05 }).fit([bars]);
  const { rows } = await fitted.score(bars);
  expect(rows.filter((score) => score > 1)).toHaveLength(600 * 0.05);
});

test('has the expected depths of a random search tree', () => {
  expect([0, 1, 2].map(meanPathLength)).toEqual([0, 0, 1]);
  // 2·(1 + 1/2) − 2·2/3 for three points, with ln 2 + γ for the harmonic number
  expect(meanPathLength(3)).toBeCloseTo(2 * (Math.log(2) + 0.5772156649) - 4 / 3, 9);
});

test('refuses a single row, with a channel that never changes it works', async () => {
  const one = createFrame({ values: Float32Array.of(1, 2), channels: ['a', 'b'] });
  const values = Float32Array.from({ length: 80 }, (_, i) => (i % 2 === 0 ? i : 3));
  const still = createFrame({ values, channels: ['a', 'b'] });
  for (const entry of [isolationForest, extendedIsolationForest]) {
    await expect(entry.create({}).fit([one])).rejects.toThrow('at least 2 rows');
    const { rows } = await (await entry.create({ trees: 9 }).fit([still])).score(still);
    expect(new Set(rows).size).toBeGreaterThan(1);
  }
});
