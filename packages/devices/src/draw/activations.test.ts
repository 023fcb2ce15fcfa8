/** Nearest days by the outputs of a layer, and heat maps of them: numbers worked out by hand. */
import { renderSvg } from '@anodec/charts';
import { ConfigError, StoppedError } from '@anodec/core';
import { expect, test } from 'vitest';
import { nearestDays, nearestDaysCsv } from '../assess/nearest-days.js';
import { createDayTable, SLOTS } from '../day-table.js';
import { dayActivationMap, daysActivationMap } from './activation-charts.js';

const dates = ['20.04.01', '20.04.02', '20.04.03'];
const table = createDayTable('5032AB', dates, new Float32Array(3 * SLOTS));

/** Three days of four parts (6 h each) of two filters. */
const activations = {
  layer: 'd_conv1',
  places: 4,
  channels: 2,
  values: Float32Array.from(
    [
      [0, 0, 1, 1, 0, 0, 0, 0],
      [3, 0, 1, 1, 0, 4, 0, 0],
      [0, 0, 2, 1, 0, 0, 0, 1],
    ].flat(),
  ),
  pairs: Int32Array.from([0, 0, 0]),
};
const whole = { count: 2, from: 0, to: 24 };

test('the nearest days are those of the least distance, over the whole day or some hours', async () => {
  const all = await nearestDays(activations, dates, whole);
  expect(all.filter(({ date }) => date === '20.04.01')).toEqual([
    { date: '20.04.01', rank: 1, nearest: '20.04.03', distance: Math.SQRT2 },
    { date: '20.04.01', rank: 2, nearest: '20.04.02', distance: 5 },
  ]);
  // between 6 and 12 h the parts are (1, 1), (1, 1) and (2, 1)
  const some = await nearestDays(activations, dates, { count: 1, from: 6, to: 12 });
  expect(some.map(({ nearest, distance }) => [nearest, distance])).toEqual([
    ['20.04.02', 0],
    ['20.04.01', 0],
    ['20.04.01', 1], // as near as the second day, which is later in the table
  ]);
  expect(nearestDaysCsv(some)).toBe(
    'date,rank,nearest,distance\n20.04.01,1,20.04.02,0\n20.04.02,1,20.04.01,0\n20.04.03,1,20.04.01,1\n',
  );
});

test('days that different networks judged are not compared', async () => {
  const apart = { ...activations, pairs: Int32Array.from([0, 1, 0]) };
  const found = await nearestDays(apart, dates, whole);
  expect(found.map(({ date, nearest }) => [date, nearest])).toEqual([
    ['20.04.01', '20.04.03'],
    ['20.04.03', '20.04.01'],
  ]);
});

test('refuses hours between which nothing begins, and hours of a layer without order in time', async () => {
  const between = (from: number, to: number, changes = {}) =>
    nearestDays({ ...activations, ...changes }, dates, { count: 1, from, to });
  await expect(between(12, 6)).rejects.toThrow(ConfigError);
  await expect(between(7, 11)).rejects.toThrow('d_conv1 has 4 parts of 6 h');
  const dense = { layer: 'dense', places: 0, channels: 8 };
  await expect(between(6, 12, dense)).rejects.toThrow('got dense, which does not');
  expect((await between(0, 24, dense))[0]).toMatchObject({
    nearest: '20.04.03',
    distance: Math.SQRT2,
  });
  const stopped = nearestDays(activations, dates, whole, { signal: AbortSignal.abort() });
  await expect(stopped).rejects.toThrow(StoppedError);
});

/** What the tests look at in a chart. */
interface Drawn {
  readonly title: unknown;
  readonly data: {
    readonly values: readonly {
      readonly row: string;
      readonly from: number;
      readonly to: number;
      readonly value: number;
    }[];
  };
}

const cellsOf = (spec: object) => (spec as Drawn).data.values;

test('a map of all days has the means of the filters in the hours of their parts', async () => {
  const spec = daysActivationMap(table, activations);
  const second = cellsOf(spec).filter(({ row }) => row === '20.04.02');
  expect(second.map(({ from, to, value }) => [from, to, value])).toEqual([
    [0, 6, 1.5],
    [6, 12, 1],
    [12, 18, 2],
    [18, 24, 0],
  ]);
  const svg = await renderSvg(spec);
  for (const text of ['Mean output of the 2 filters of d_conv1', '20.04.03', 'Hour of the day']) {
    expect(svg).toContain(text);
  }
  const outputs = daysActivationMap(table, { ...activations, places: 0, channels: 8 });
  expect(cellsOf(outputs).map(({ value }) => value)).toEqual([...activations.values]);
  expect(await renderSvg(outputs)).toContain('Output');
});

test('a map of one day has a row for each filter', () => {
  const cells = cellsOf(dayActivationMap(table, 1, activations));
  expect(cells.filter(({ row }) => row === '1').map(({ value }) => value)).toEqual([3, 1, 0, 0]);
  expect(cells.filter(({ row }) => row === '2').map(({ value }) => value)).toEqual([0, 1, 4, 0]);
  const one = dayActivationMap(table, 2, { ...activations, places: 0, channels: 8 });
  expect(cellsOf(one).map(({ value }) => value)).toEqual([0, 0, 2, 1, 0, 0, 0, 1]);
});

test('refuses a map whose cells could not be told apart', () => {
  const large = { ...activations, places: 0, channels: 30_000, values: new Float32Array(90_000) };
  expect(() => daysActivationMap(table, large)).toThrow(
    'at most 60000 cells, got 90000 of d_conv1',
  );
  expect(cellsOf(dayActivationMap(table, 0, large))).toHaveLength(30_000);
});
