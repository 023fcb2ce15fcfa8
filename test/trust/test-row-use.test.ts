/** How many test rows were trained on is computed, never claimed. */
import { createFrame, type TimeSeriesFrame } from '@anodec/core';
import {
  countRowsSharedWith,
  evaluateRun,
  openRun,
  prepareTables,
  scoreRun,
  trainRun,
} from '@anodec/pipeline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bench, createBench, plantTable, type TableParts, tinySettings } from './plant.js';

type Clock = 'utc' | 'elapsed' | 'rows';

/** Rows whose readings tell them apart; a reading of 3 is missing. */
function rows(from: number, to: number, clock: Clock = 'utc', first = from) {
  const numbers = Array.from({ length: to - from }, (_, i) => from + i);
  return createFrame({
    values: Float32Array.from(numbers.flatMap((t) => [t, t % 4 === 3 ? NaN : t % 4])),
    channels: ['A', 'B'],
    clock,
    timestamps: Float64Array.from(numbers, (_, i) => (first + i) * (clock === 'rows' ? 1 : 60_000)),
  });
}

/** How many rows of `second` are in `first`. */
function countSharedRows(first: TimeSeriesFrame, second: TimeSeriesFrame): number {
  return countRowsSharedWith([first], [second]);
}

describe('shared rows', () => {
  test.each(['utc', 'elapsed', 'rows'] as const)(
    'are all of them in the same table (%s)',
    (clock) => {
      expect(countSharedRows(rows(0, 40, clock), rows(0, 40, clock))).toBe(40);
    },
  );

  test('are as many as the tables overlap, missing readings included', () => {
    expect(countSharedRows(rows(0, 30), rows(23, 60))).toBe(7);
    expect(countSharedRows(rows(0, 30), rows(30, 60))).toBe(0);
  });

  test('are found by their readings where rows are counted from the start of each table', () => {
    expect(countSharedRows(rows(0, 30, 'rows'), rows(18, 60, 'rows', 0))).toBe(12);
    expect(countSharedRows(rows(10, 30, 'elapsed', 0), rows(0, 60, 'elapsed'))).toBe(20);
    expect(countSharedRows(rows(0, 30, 'rows'), rows(30, 60, 'rows', 0))).toBe(0);
  });

  test('are none by chance: a plant that stands still repeats one row', () => {
    const still = { ...rows(0, 20, 'rows'), values: new Float32Array(40) };
    expect(
      countSharedRows(still, { ...still, timestamps: still.timestamps.map((t) => t + 50) }),
    ).toBe(0);
    const few = countSharedRows(rows(0, 30, 'rows'), rows(23, 60, 'rows', 0));
    expect(few).toBe(0); // seven equal rows, as come up among many rows of rounded readings
  });

  test('are none at the same time with another reading, with other channels or on another clock', () => {
    const changed = rows(0, 10);
    changed.values[4] = 99;
    expect(countSharedRows(rows(0, 10), changed)).toBe(9);
    expect(countSharedRows(rows(0, 10), { ...rows(0, 10), channels: ['A', 'X'] })).toBe(0);
    expect(countSharedRows(rows(0, 10), rows(0, 10, 'rows'))).toBe(0);
  });
});

describe('the report', () => {
  let bench: Bench;
  beforeAll(() => {
    bench = createBench();
  });
  afterAll(() => bench.remove());

  /** What a report says of test rows, trained on rows 0 to 299. */
  async function useOf(name: string, tested: TableParts, seconds: TableParts['seconds'] = 60) {
    const normal = bench.write(`${name}/train.csv`, plantTable({ rows: 300, seconds }));
    const attack = bench.write(`${name}/test.csv`, plantTable({ ...tested, seconds }));
    const { paths } = await prepareTables({ normal, attack, paths: bench.paths });
    const { run } = await trainRun(tinySettings(paths));
    await scoreRun(await openRun(run.path));
    return (await evaluateRun(await openRun(run.path))).report.testRowUse;
  }

  // 4 rows between training and validation belong to neither: no window spans the two sides
  test.each([
    ['all rows where both tables are the same', { rows: 300 }, { training: 207, validation: 89 }],
    ['the overlap of the two', { rows: 100, from: 280 }, { training: 0, validation: 20 }],
    ['none where they follow each other', { rows: 100, from: 300 }, { training: 0, validation: 0 }],
  ] as const)('counts %s', async (name, tested, expected) => {
    expect(await useOf(name.slice(0, 3), tested)).toEqual({ rows: tested.rows, ...expected });
  });

  test('counts the overlap in tables without times', async () => {
    const use = await useOf('numbered', { rows: 100, from: 280 }, 'none');
    expect(use).toEqual({ rows: 100, training: 0, validation: 20 });
  });
});
