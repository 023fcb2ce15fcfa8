/** Tests of the detectors by neighbours against scikit-learn, and of their rules for new rows. */
import { readFileSync } from 'node:fs';
import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { clusterRows } from './clusters.js';
import { dbscan } from './dbscan.js';
import { hdbscan } from './hdbscan.js';
import { localOutlierFactor } from './local-outlier-factor.js';

interface Golden {
  train: number[];
  test: number[];
  lof: number[];
  dbscan: { eps: number; minPts: number; labels: number[] };
  hdbscan: Record<string, number[]>;
}

const fixture = new URL('../../../../test/fixtures/detectors.json', import.meta.url);
const golden = JSON.parse(readFileSync(fixture, 'utf8')) as Golden;
const channels = ['a', 'b', 'c', 'd'];
const values = Float32Array.from(golden.train);
const train = createFrame({ values, channels });
const probe = createFrame({ values: Float32Array.from(golden.test), channels });
const { eps, minPts, labels } = golden.dbscan;

/** A frame of one channel. */
const line = (...readings: number[]) =>
  createFrame({ values: Float32Array.from(readings), channels: ['a'] });

test('has the local outlier factors of scikit-learn for new rows', async () => {
  const fitted = await localOutlierFactor.create({ k: 15 }).fit([train]);
  const { rows } = await fitted.score(probe);
  golden.lof.forEach((score, t) => expect(rows[t] / score).toBeCloseTo(1, 6));
});

test('has the clusters of scikit-learn’s DBSCAN, and its noise', async () => {
  const found = await clusterRows({ values, size: 4 }, { eps, minPts });
  expect([...found.labels]).toEqual(labels);
  expect(found.count).toBe(Math.max(...labels) + 1);
});

test('scores just the noise of DBSCAN above 1', async () => {
  const { rows } = await (await dbscan.create({ eps, minPts }).fit([train])).score(train);
  expect([...rows].map((score) => score > 1)).toEqual(labels.map((label) => label < 0));
  expect(labels.filter((label) => label < 0).length).toBeGreaterThan(5);
});

test('measures a new row by the nearest core', async () => {
  const fitted = await dbscan.create({ eps: 1, minPts: 3 }).fit([line(0, 0.5, 1, 1.5, 7)]);
  const { rows } = await fitted.score(line(3.5, 7, -0.25));
  expect([...rows]).toEqual([2, 5.5, 0.25]); // 0 to 1.5 are cores, 7 is none
});

test('chooses a distance at which almost all training rows are cores', async () => {
  const { rows } = await (await dbscan.create({}).fit([train])).score(train);
  const noise = rows.filter((score) => score > 1).length;
  expect(noise / rows.length).toBeLessThan(0.05);
  expect(noise).toBeGreaterThan(0);
});

test.each(Object.entries(golden.hdbscan))(
  'scores just the noise of scikit-learn’s HDBSCAN above 1, clusters of %s rows',
  async (size, expected) => {
    const options = { minClusterSize: Number(size), minPts: 5 };
    const { rows } = await (await hdbscan.create(options).fit([train])).score(train);
    // the distance of separation is stored in float32
    expect([...rows].map((score) => score > 1 + 1e-6)).toEqual(expected.map((label) => label < 0));
  },
);

test('says which setting does not fit the rows', async () => {
  await expect(localOutlierFactor.create({ k: 4 }).fit([line(0, 1, 2)])).rejects.toThrow(
    'more than `k` = 4 rows to learn from, got 3. Set `k` to 2 or less',
  );
  await expect(dbscan.create({ minPts: 9 }).fit([line(0, 1, 2)])).rejects.toThrow(
    'at least minPts = 9 rows to learn from, got 3. Set minPts to 3 or less',
  );
  await expect(dbscan.create({ eps: 0.1, minPts: 2 }).fit([line(0, 1, 3)])).rejects.toThrow(
    'got none within 0.1. Set `eps` to more than 1.00',
  );
  await expect(dbscan.create({ minPts: 2 }).fit([line(1, 1, 1)])).rejects.toThrow(
    '`eps` must be above 0',
  );
  await expect(hdbscan.create({}).fit([line(0, 1, 2)])).rejects.toThrow('got 3. Set both to less');
});
