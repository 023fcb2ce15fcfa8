/** Distances to the closest learned day of a class, in what the discriminator judges by. */
import { createRandom, DataError } from '@anodec/core';
import { type Gan, GanConfig, generateDays, scaleDays, trainGan } from '@anodec/gan';
import { startCompute } from '@anodec/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDayTable, formatDate, selectDays, SLOTS } from '../day-table.js';
import { closestGenerated, closestLearned } from './closest-days.js';

const LABELS = [0, 0, 1, 1];

let gan: Gan;
const table = createDayTable(
  'A',
  LABELS.map((_, n) => formatDate(Date.UTC(2020, 0, 6 + n))),
  randomDays(LABELS.length),
);
const learned = { table, labels: LABELS };

beforeAll(async () => {
  const small = { capacity: 1 / 16, latentSize: 5, batchSize: 4, iterations: 1, backend: 'simd' };
  const settings = GanConfig.parse({ ...small, threads: 1 });
  const backend = await startCompute(settings);
  const data = { days: table.values, width: SLOTS, labels: Int32Array.from(LABELS), classes: 2 };
  gan = (await trainGan(data, settings, { backend })).gan;
});
afterAll(() => gan.dispose());

test('is 0 for a learned day, and not for one that only another class has', async () => {
  const own = await closestLearned(gan, learned, learned);
  expect([...own]).toEqual([0, 0, 0, 0]);
  const turned = await closestLearned(gan, { table, labels: [1, 1, 0, 0] }, learned);
  expect(Math.min(...turned)).toBeGreaterThan(0);
});

test('the closest counts, wherever it stands', async () => {
  const day = (n: number) => ({ table: selectDays(table, [n]), labels: [0] });
  const between = async (n: number, others: readonly number[]) => {
    const some = { table: selectDays(table, others), labels: others.map(() => 0) };
    return (await closestLearned(gan, day(n), some))[0];
  };
  const each = [await between(0, [1]), await between(0, [2]), await between(0, [3])];
  expect(new Set(each).size).toBe(3);
  expect(await between(0, [1, 2, 3])).toBe(Math.min(...each));
  expect(await between(0, [3, 2, 1])).toBe(Math.min(...each));
  expect(await between(1, [0])).toBeCloseTo(each[0], 5);
});

test('a class that no day was learned of is named', async () => {
  const days = { table: selectDays(table, [0]), labels: [1] };
  const some = { table: selectDays(table, [0, 1]), labels: [0, 0] };
  await expect(closestLearned(gan, days, some)).rejects.toThrow(DataError);
  await expect(closestLearned(gan, days, some)).rejects.toThrow('class 1');
});

test('the closest generated day of the class counts, by its scaled values', async () => {
  const made = await generateDays(gan, 256, 0);
  const at = (n: number) => made.days.slice(n * SLOTS, (n + 1) * SLOTS);
  const day = (values: Float32Array, label: number) => ({
    table: createDayTable('A', ['20.01.06'], values),
    labels: [label],
  });
  expect((await closestGenerated(gan, day(at(300), 1)))[0]).toBe(0); // the 45th of class 1
  expect((await closestGenerated(gan, day(at(300), 0)))[0]).toBeGreaterThan(0);
  const own = scaleDays(table.values.slice(0, SLOTS), gan);
  const distances = Array.from({ length: 256 }, (_, n) =>
    Math.hypot(...scaleDays(at(n), gan).map((value, i) => value - own[i])),
  );
  const [found] = await closestGenerated(gan, day(table.values.slice(0, SLOTS), 0));
  expect(found).toBeCloseTo(Math.min(...distances), 4);
});

function randomDays(count: number): Float32Array {
  const random = createRandom(4);
  return Float32Array.from({ length: count * SLOTS }, () => 40 * random.uniform());
}
