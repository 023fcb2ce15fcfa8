/** Statistics of tables and channels. */
import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { describeChannel } from './channel.js';
import { columnsOfFrame } from './columns.js';
import { inspectColumns } from './inspect.js';
import { readColumns } from './read-columns.js';
import { describeTimes } from './time-line.js';
import type { TableReader } from '@anodec/tables';

test('gives statistics of rows, gaps, labels and channels', () => {
  const frame = createFrame({
    values: Float32Array.of(1, 5, NaN, 2, 5, 0.5, 4, 5, 0.5, 5, 5, 1.5),
    channels: ['flow', 'still', 'level'],
    timestamps: Float64Array.of(0, 1000, 2000, 9000),
    labels: Uint8Array.of(1, 0, 1, 1),
  });
  const report = inspectColumns(columnsOfFrame(frame, 'the frame'));
  expect(report).toMatchObject({
    rows: 4,
    time: { clock: 'utc', first: 0, last: 9000, period: 1000, gaps: [{ from: 2000, to: 9000 }] },
    labels: { rows: 3, runs: 2 },
  });
  const [flow, still, level] = report.channels;
  // by hand: mean (1+2+4+5)/4 = 3, squares 4+1+1+4 = 10
  expect(flow).toMatchObject({ smallest: 1, largest: 5, mean: 3, missing: 0, kind: 'integer' });
  expect(flow.deviation).toBe(Math.sqrt(10 / 4));
  expect(still).toMatchObject({ kind: 'constant', deviation: 0, usual: { value: 5, share: 1 } });
  expect(level).toMatchObject({ missing: 1, readings: 3, distinct: 2, kind: 'continuous' });
  expect(level.usual).toEqual({ value: 0.5, share: 2 / 3 });
});

test('describes a recording of one row and a channel without readings', () => {
  const report = inspectColumns(
    columnsOfFrame(createFrame({ values: Float32Array.of(NaN), channels: ['a'] }), 'the frame'),
  );
  expect(report.time).toMatchObject({ period: NaN, gaps: [] });
  expect(report.labels).toBeUndefined();
  expect(report.channels[0]).toMatchObject({ kind: 'empty', missing: 1, smallest: NaN, mean: NaN });
});

/** A quantity that never shows the same value twice in a row. */
const wave = Float64Array.from({ length: 2000 }, (_, t) => 5 + Math.sin(t / 40) + (t % 2) / 100);

test('finds where a quantity stood still, by its first row', () => {
  const values = wave.slice().fill(5.25, 700, 790);
  expect(describeChannel('a', values).stuck).toEqual({ value: 5.25, start: 700, rows: 90 });
  expect(describeChannel('a', wave.slice().fill(5.25, 700, 740)).stuck).toBeUndefined();
  // an analyser that reads once in 30 rows stands still all the time
  const slow = wave.map((_, t) => wave[Math.floor(t / 30) * 30]);
  expect(describeChannel('a', slow.fill(5.25, 700, 790)).stuck).toBeUndefined();
});

test('distinguishes a quantity at the end of its scale from a flow that rests', () => {
  const high = wave.map((value) => Math.min(value, 5.9));
  expect(describeChannel('a', high).saturated).toBe('high');
  expect(
    describeChannel(
      'a',
      high.map((value) => -value),
    ).saturated,
  ).toBe('low');
  const flow = wave.map((value) => Math.max(0, value - 5));
  expect(describeChannel('a', flow)).toMatchObject({
    smallest: 0,
    atSmallest: expect.closeTo(0.5, 1) as number,
  });
  expect(describeChannel('a', flow).saturated).toBeUndefined();
  // a peak that comes once is no end of a scale
  expect(describeChannel('a', wave).saturated).toBeUndefined();
});

test('finds nearly constant channels and counts infinite readings apart', () => {
  const pump = Float64Array.from({ length: 1000 }, (_, t) => (t === 500 ? 2 : 1));
  expect(describeChannel('a', pump)).toMatchObject({ nearlyConstant: true, states: [1, 2] });
  const odd = Float64Array.of(1.5, Infinity, 2.5, -Infinity, NaN);
  expect(describeChannel('a', odd)).toMatchObject({
    infinite: 2,
    missing: 1,
    mean: 2,
    largest: 2.5,
  });
});

test('counts steps, repeated times and steps back, whatever the order', () => {
  const line = describeTimes(Float64Array.of(0, 10, 20, 20, 50, 40, 60, 70, 80), 'elapsed');
  expect(line).toMatchObject({
    first: 0,
    last: 80,
    period: 10,
    differentIntervals: 5,
    duplicates: 1,
    repeated: [20],
    stepsBack: [{ from: 50, to: 40 }],
    gaps: [
      { from: 20, to: 50 },
      { from: 40, to: 60 },
    ],
  });
  expect(line.intervals[0]).toEqual({ length: 10, count: 4 });
});

/** A table of one text and two numbers for each row. */
function table(
  names: readonly string[],
  rows: readonly (readonly [string, number, number])[],
): TableReader {
  return {
    source: 'a.csv',
    columns: names.map((name, k) => ({ name, kind: k === 0 ? 'text' : 'number' })),
    async *chunks() {
      for (const [r, [text, a, b]] of rows.entries()) {
        yield await Promise.resolve({
          firstRow: r + 2,
          rows: 1,
          numbers: Float64Array.of(a, b),
          texts: [[text]],
        });
      }
    },
    close: () => Promise.resolve(),
  };
}

test('reads a raw table as it is: unsorted times, labels of numbers', async () => {
  const reader = table(
    [' Timestamp', 'A', 'label'],
    [
      ['2016-01-02 00:00:00', 1.5, 0],
      ['2016-01-01 00:00:00', 2.5, 1],
    ],
  );
  const columns = await readColumns(reader);
  expect(columns).toMatchObject({ clock: 'utc', channels: ['A'], labels: Uint8Array.of(0, 1) });
  expect(inspectColumns(columns).time.stepsBack).toHaveLength(1);
});

test('takes a column for labels only when every cell is one', async () => {
  const list = await readColumns(
    table(
      ['Attack', 'A', 'B'],
      [
        ['open valve', 1, 2],
        ['open valve', 3, NaN],
        ['', 3, 4],
      ],
    ),
  );
  expect(list.labels).toBeUndefined();
  expect(list.texts).toEqual([
    { name: 'Attack', missing: 1, distinct: 1, more: false, frequent: [['open valve', 2]] },
  ]);
  const labelled = await readColumns(
    table(
      ['Normal/Attack', 'A', 'B'],
      [
        ['Normal', 1, 2],
        ['A ttack', 3, 4],
      ],
    ),
  );
  expect(labelled.labels).toEqual(Uint8Array.of(0, 1));
});

test('refuses a named column that is not there', async () => {
  const reading = { timeColumn: 'when', timeFormat: 'auto', labelColumn: 'auto' } as const;
  await expect(readColumns(table(['x', 'A', 'B'], []), { reading })).rejects.toThrow(
    'The column "when" must be in a.csv, which has x, A, B. Give another `timeColumn`.',
  );
});

test('reads back columns over more rows than a block has', async () => {
  const T = 70_000;
  const reader: TableReader = {
    source: 'long',
    columns: [
      { name: 'A', kind: 'number' },
      { name: 'B', kind: 'number', stored: 'float32' },
    ],
    async *chunks() {
      for (let start = 0; start < T; start += 9999) {
        const rows = Math.min(9999, T - start);
        const numbers = Float64Array.from({ length: 2 * rows }, (_, i) => start + i / 2);
        yield await Promise.resolve({ firstRow: start + 1, rows, numbers, texts: [] });
      }
    },
    close: () => Promise.resolve(),
  };
  const columns = await readColumns(reader);
  const whole = columns.column(0);
  expect([columns.rows, whole.length, columns.column(1).constructor]).toEqual([T, T, Float32Array]);
  expect(whole.every((value, t) => value === t)).toBe(true);
  const out = new Float64Array(10);
  columns.read(1, 65_530, out);
  expect([...out]).toEqual(Array.from({ length: 10 }, (_, r) => Math.fround(65_530 + r + 0.5)));
});

test('describes the readings of a channel that is kept less an offset, not its values', () => {
  const frame = createFrame({
    values: Float32Array.from({ length: 1200 }, (_, i) => Math.floor(i / 2)),
    channels: ['energy', 'level'],
    offsets: Float64Array.of(123_456_789, 0),
  });
  const [energy, level] = inspectColumns(columnsOfFrame(frame, 'the frame')).channels;
  expect(energy).toMatchObject({ smallest: 123_456_789, largest: 123_457_388, distinct: 600 });
  expect(energy.mean).toBe(123_456_789 + 299.5);
  expect(level).toMatchObject({ smallest: 0, largest: 599 });
  const rows = new Float64Array(2);
  columnsOfFrame(frame, 'a').read(0, 5, rows);
  expect([...rows]).toEqual([123_456_794, 123_456_795]);
});
