import { DataError } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import type { TableChunk } from '@anodec/tables';
import { PrepareConfig } from './config.js';
import { createRowTimes } from './row-times.js';

const time = { name: 'time', kind: 'number', place: 0 } as const;
const config = PrepareConfig.parse({});

function chunkOf(numbers: readonly number[]): TableChunk {
  return { firstRow: 2, rows: numbers.length, numbers: Float64Array.from(numbers), texts: [] };
}

/** The times of a column of plain numbers. */
function timesOf(...numbers: number[]) {
  const reader = createRowTimes('a.csv', time, chunkOf(numbers), config);
  const times = new Float64Array(numbers.length);
  reader.fill(chunkOf(numbers), times, 0);
  return { clock: reader.clock, times: [...times] };
}

describe('plain numbers', () => {
  // 2016-01-01 00:00:00 in each unit, one of it later 1 s, as date +%s%N writes them
  test.each([
    ['seconds', 1_451_606_400, 1],
    ['milliseconds', 1_451_606_400_000, 1e3],
    ['microseconds', 1_451_606_400_000_000, 1e6],
    ['nanoseconds', 1_451_606_400_000_000_000, 1e9],
  ])('of the size of %s since 1970 are dates', (_, first, second) => {
    expect(timesOf(first, first + second)).toEqual({
      clock: 'utc',
      times: [Date.UTC(2016, 0, 1), Date.UTC(2016, 0, 1, 0, 0, 1)],
    });
  });

  test('below that are seconds since the start', () => {
    expect(timesOf(-1, 0.5)).toEqual({ clock: 'elapsed', times: [-1000, 500] });
  });

  test.each([NaN, Infinity, -Infinity, 1e30])('refuse %s, naming its row', (wrong) => {
    expect(() => timesOf(0, wrong)).toThrow(DataError);
    expect(() => timesOf(0, wrong)).toThrow(
      `must hold times up to the year 9999, got ${Number.isNaN(wrong) ? 'an empty cell' : wrong} in ` +
        'a.csv, row 3. Correct the cell or delete the row.',
    );
  });
});

test.each(['2015-02-29', '2015-13-01', '2015-12-22 24:00', 'today'])(
  'a date of the settings that the calendar has not is refused: %s',
  (from) => expect(PrepareConfig.safeParse({ from }).success).toBe(false),
);

test('dates of the settings may be days and moments', () => {
  const dates = { from: '2016-02-29', to: '2016-02-29 23:59' };
  expect(PrepareConfig.safeParse(dates).success).toBe(true);
});
