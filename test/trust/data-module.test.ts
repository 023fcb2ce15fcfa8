/** The windows of a data set for networks of one's own. */
import { createDataModule, prepareTables } from '@anodec/pipeline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, createBench, tinySettings } from './plant.js';

let bench: Bench;
let paths: Awaited<ReturnType<typeof prepareTables>>['paths'];
beforeAll(async () => {
  bench = createBench();
  ({ paths } = await prepareTables(bench.tables('m')));
});
afterAll(() => bench.remove());

test('gives the sizes of a batch and as many windows as the rows hold', async () => {
  const data = await createDataModule(tinySettings(paths, { batchSize: 32 }));
  expect(data.dims).toEqual({ batch: 32, window: 5, channels: 3 });
  // 207 training rows have 203 windows of 5; 89 validation rows 17, one after the other
  expect(data.windows).toEqual({ train: 203, validation: 17 });
  const sizes = [...data.train(0)].map(({ size }) => size);
  expect(sizes).toEqual([32, 32, 32, 32, 32, 32, 11]);
  expect([...data.validation()].map(({ size }) => size)).toEqual([17]);
  expect([...(await data.test())].map(({ size }) => size)).toEqual([128, 68]); // 200 − 4
});

test('gives scaled rows: each test window begins a row after the one before', async () => {
  const data = await createDataModule(tinySettings(paths));
  const [map] = data.preprocessing.scaler.maps as { offset: number; scale: number }[];
  const [first] = await data.test();
  const rows = bench.read('m/test.csv').trimEnd().split('\n').slice(1);
  const readings = rows.map((line) => Number(line.split(',')[1]));
  const W = 5;
  const C = 3;
  for (const b of [0, 1, 2]) {
    for (let w = 0; w < W; w++) {
      const expected = (Math.fround(readings[b + w]) - map.offset) / map.scale;
      expect(first.input[(b * W + w) * C]).toBeCloseTo(expected, 5);
    }
  }
});

test('draws the same windows for the same epoch and others for the next', async () => {
  const settings = tinySettings(paths, { sampleSize: 64 });
  const windowsOf = async (epoch: number) => {
    const data = await createDataModule(settings);
    return [...data.train(epoch)].map(({ input }) => [...input]);
  };
  expect(await windowsOf(0)).toEqual(await windowsOf(0));
  expect(await windowsOf(1)).not.toEqual(await windowsOf(0));
});

test('refuses a detector without windows', async () => {
  const made = createDataModule(tinySettings(paths, { kind: 'pca' }));
  await expect(made).rejects.toThrow('Windows must be those of a detector that has them');
});
