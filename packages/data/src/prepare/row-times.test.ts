/** Tests of the times of rows: orders of day and month, numbers, two columns, zones, impossible times. */
import { DataError } from '@anodec/core';
import type { TableChunk } from '@anodec/tables';
import { describe, expect, test } from 'vitest';
import { PrepareConfig } from './config.js';
import { findTimeColumn, type TimeColumn } from './find-time.js';
import { createRowTimes } from './row-times.js';

interface Cells {
  readonly [name: string]: readonly number[] | readonly string[];
}

/** The chunks, of `size` rows, and columns of a table. */
function tableOf(cells: Cells, size: number) {
  const names = Object.keys(cells);
  const isText = (name: string) => typeof cells[name][0] === 'string';
  const [texts, numbers] = [names.filter(isText), names.filter((name) => !isText(name))];
  const rows = cells[names[0]].length;
  const chunks: TableChunk[] = [];
  for (let start = 0; start < rows; start += size) {
    const count = Math.min(size, rows - start);
    chunks.push({
      firstRow: start + 2,
      rows: count,
      numbers: Float64Array.from({ length: count * numbers.length }, (_, i) =>
        Number(cells[numbers[i % numbers.length]][start + Math.floor(i / numbers.length)]),
      ),
      texts: texts.map((name) => cells[name].slice(start, start + count).map(String)),
    });
  }
  const columns = names.map((name): TimeColumn => {
    const kind = isText(name) ? 'text' : 'number';
    return { name, kind, place: (kind === 'text' ? texts : numbers).indexOf(name) };
  });
  return { rows, chunks, columns };
}

/** The times of a table, read in chunks, with what was found. */
function timesOf(cells: Cells, settings: Partial<PrepareConfig> = {}, size = 4096) {
  const config = PrepareConfig.parse(settings);
  const { rows, chunks, columns } = tableOf(cells, size);
  const time = findTimeColumn('a.csv', columns, config.timeColumn, chunks[0]);
  const reader = createRowTimes('a.csv', time, chunks[0], config);
  const times = new Float64Array(rows);
  let done = 0;
  for (const chunk of chunks) {
    reader.fill(chunk, times, done);
    done += chunk.rows;
  }
  const found = reader.finish(times);
  return { clock: reader.clock, times: [...times], found: found.map(({ kind }) => kind) };
}

/** As a reader of ISO 8601 shows them, without the zone. */
function shown(cells: Cells, settings: Partial<PrepareConfig> = {}, size?: number): string[] {
  return timesOf(cells, settings, size).times.map((time) =>
    new Date(time).toISOString().replace('.000Z', '').replace('T', ' '),
  );
}

const two = (number: number) => String(number).padStart(2, '0');
/** Hourly stamps of the days 2 to 12 of January 2020, with the two given parts first. */
const hourly = (write: (day: number) => string) =>
  Array.from({ length: 11 * 24 }, (_, h) => `${write(2 + Math.floor(h / 24))} ${two(h % 24)}:00`);
const hours = Array.from({ length: 11 * 24 }, (_, h) => Date.UTC(2020, 0, 2, h));

describe('the order of day and month', () => {
  test.each([
    ['month first', (day: number) => `1/${day}/2020`],
    ['day first', (day: number) => `${day}/1/2020`],
    ['month first with two digits', (day: number) => `01/${two(day)}/20`],
    ['day first with two digits', (day: number) => `${two(day)}.01.20`],
    ['year first with two digits', (day: number) => `20-01-${two(day)}`],
  ])('is the one with steady steps: %s', (_, write) => {
    for (const size of [4096, 7]) {
      const read = timesOf({ time: hourly(write) }, {}, size);
      expect([read.found, read.times]).toEqual([[], hours]);
    }
  });

  test('is decided by a cell that only one order reads, however late it comes', () => {
    const days = Array.from({ length: 20 }, (_, d) => `1/${d + 1}/2020`);
    const right = days.map((_, d) => Date.UTC(2020, 0, d + 1));
    expect(timesOf({ date: days }, {}, 5).times).toEqual(right);
  });

  test('is day by day rather than month by month', () => {
    const days = Array.from({ length: 12 }, (_, d) => `01/${two(d + 1)}/2020 00:00:00`);
    expect(timesOf({ date: days }).times).toEqual(days.map((_, d) => Date.UTC(2020, 0, d + 1)));
  });

  test('is said to be assumed where the rows fit both', () => {
    const day = Array.from({ length: 24 }, (_, h) => `04/07/16 ${two(h)}`);
    const read = timesOf({ DATETIME: day, level: day.map(() => 1) });
    expect(read.found).toEqual(['time-order-assumed']);
    expect(read.times).toEqual(day.map((_, h) => Date.UTC(2016, 6, 4, h)));
    const named = timesOf({ DATETIME: day }, { timeFormat: 'MM/dd/yy HH' });
    expect([named.found, named.times[0]]).toEqual([[], Date.UTC(2016, 3, 7)]);
  });

  test('is refused where rows that come after it was settled fit another order', () => {
    const { chunks, columns } = tableOf({ time: hourly((day) => `1/${day}/2020`) }, 24);
    const reader = createRowTimes('a.csv', columns[0], chunks[0], PrepareConfig.parse({}));
    const times = new Float64Array(24);
    reader.fill(chunks[0], times, 0);
    expect(reader.finish(times)).toMatchObject([{ kind: 'time-order-assumed' }]);
    expect(() => reader.fill(chunks[1], times, 0)).toThrow('Name the order with `timeFormat`.');
  });
});

describe('plain numbers', () => {
  // 2016-01-01 00:00:00 in each unit, one of it later 1 s, as date +%s%N writes them
  test.each([
    ['seconds', 1_451_606_400, 1],
    ['milliseconds', 1_451_606_400_000, 1e3],
    ['microseconds', 1_451_606_400_000_000, 1e6],
    ['nanoseconds', 1_451_606_400_000_000_000, 1e9],
  ])('of the size of %s since 1970 are dates', (_, first, second) => {
    expect(timesOf({ time: [first, first + second] })).toEqual({
      clock: 'utc',
      times: [Date.UTC(2016, 0, 1), Date.UTC(2016, 0, 1, 0, 0, 1)],
      found: [],
    });
  });

  test.each<[string, number[], string[]]>([
    ['14 digits', [20200131235959, 20200201000000], ['2020-01-31 23:59:59', '2020-02-01 00:00:00']],
    ['12 digits', [202001312359, 202002010000], ['2020-01-31 23:59:00', '2020-02-01 00:00:00']],
    ['10 digits', [2020013123, 2020020100], ['2020-01-31 23:00:00', '2020-02-01 00:00:00']],
    ['8 digits', [20200131, 20200201], ['2020-01-31 00:00:00', '2020-02-01 00:00:00']],
    [
      '8 digits that count by one',
      [20200101, 20200102],
      ['2020-01-01 00:00:00', '2020-01-02 00:00:00'],
    ],
    // 43831 is 1 January 2020 in Excel
    ['days of Excel', [43831, 43831 + 1 / 86400], ['2020-01-01 00:00:00', '2020-01-01 00:00:01']],
  ])('of %s are dates', (_, date, right) => {
    expect(shown({ date })).toEqual(right);
    expect(timesOf({ date }).clock).toBe('utc');
  });

  test('that are whole days are dates of Excel in a column of dates, else row numbers', () => {
    expect(shown({ Date: [43831, 43832] })).toEqual(['2020-01-01 00:00:00', '2020-01-02 00:00:00']);
    expect(timesOf({ time: [43831, 43832] }).clock).toBe('rows');
  });

  test('below that are seconds since the start', () => {
    expect(timesOf({ time: [-1, 0.5] })).toEqual({
      clock: 'elapsed',
      times: [-1000, 500],
      found: [],
    });
  });

  test.each([0, 1, 5000])('that count by one from %s are row numbers, and it is said', (start) => {
    const counter = Array.from({ length: 10 }, (_, t) => start + t);
    for (const size of [4096, 3]) {
      const read = timesOf({ timestamp: counter }, {}, size);
      expect(read).toEqual({ clock: 'rows', times: counter, found: ['time-row-numbers'] });
    }
    const timeFormat = 'seconds since the start';
    const seconds = timesOf({ timestamp: counter }, { timeFormat });
    expect(seconds).toMatchObject({ clock: 'elapsed', found: [] });
    expect(seconds.times[1]).toBe((start + 1) * 1000);
  });

  test('are seconds where a later row breaks the count', () => {
    const read = timesOf({ time: [0, 1, 2, 3, 4, 6] }, {}, 3);
    expect(read).toMatchObject({ clock: 'elapsed', times: [0, 1000, 2000, 3000, 4000, 6000] });
  });

  test.each([NaN, Infinity, -Infinity, 1e30])('refuse %s, naming its row', (wrong) => {
    expect(() => timesOf({ time: [0, wrong] })).toThrow(DataError);
    expect(() => timesOf({ time: [0, wrong] })).toThrow(
      `must hold times (seconds since the start), got ${Number.isNaN(wrong) ? 'an empty cell' : wrong} ` +
        'in a.csv, row 3. Correct the cell or delete the row.',
    );
  });

  test('take a named format or a pattern of digits', () => {
    const time = [310120, 10220]; // 31 January and, with its leading zero lost, 1 February 2020
    expect(() => timesOf({ time }, { timeFormat: 'ddMMyy' })).toThrow(
      'got "10220" in a.csv, row 3',
    );
    expect(shown({ time: [310120, 110220] }, { timeFormat: 'ddMMyy' })).toEqual([
      '2020-01-31 00:00:00',
      '2020-02-11 00:00:00',
    ]);
    expect(timesOf({ time: [1e8, 1e8 + 1] }, { timeFormat: 'row numbers' }).clock).toBe('rows');
  });
});

describe('impossible times', () => {
  test.each([
    [
      'before 1970',
      '1899-12-31 10:00:00',
      'must lie between 1970 and 2100, got 1899-12-31 10:00:00',
    ],
    ['beyond 2100', '2610-02-08 08:53:20', 'got 2610-02-08 08:53:20 in row 3'],
  ])('%s are refused', (_, text, message) => {
    expect(() => timesOf({ time: ['2020-01-01 00:00:00', text] })).toThrow(message);
  });

  test('less than a microsecond apart are refused, a microsecond apart are not', () => {
    const time = (step: number) => [1.6e18, 1.6e18 + step, 1.6e18 + 2 * step];
    expect(() => timesOf({ time: time(512) })).toThrow('must lie at least a microsecond apart');
    expect(timesOf({ time: time(1024) }).clock).toBe('utc');
  });
});

describe('date and time of day in two columns', () => {
  const dates = ['9/25/2017', '9/25/2017', '9/26/2017'];
  const times = ['11:59:59.000 AM', '6:01:00.500 PM', '12:00:00.000 AM'];
  const stamps = [
    '2017-09-25 11:59:59',
    '2017-09-25T18:01:00.500Z'.replace('T', ' '),
    '2017-09-26 00:00:00',
  ];

  test('are joined, found by their names or named', () => {
    expect(shown({ Row: [1, 2, 3], Date: dates, Time: times })).toEqual(stamps);
    expect(shown({ Tag: dates, Clock: times }, { timeColumn: 'Tag,Clock' })).toEqual(stamps);
  });

  test('may be of 24 hours, with points, with 24:00, and digits', () => {
    const evening = ['23.59.59', '24:00:00'];
    expect(shown({ Date: ['10/03/2004', '10/03/2004'], Time: evening })).toEqual([
      '2004-03-10 23:59:59',
      '2004-03-11 00:00:00',
    ]);
    expect(shown({ Date: [20200131, 20200131], Time: ['08:00', '08:10'] })[1]).toBe(
      '2020-01-31 08:10:00',
    );
  });

  test('may be an hour in numbers', () => {
    const days = ['2020-01-01', '2020-01-01', '2020-01-02'];
    const right = ['2020-01-01 23:00:00', '2020-01-02 00:00:00', '2020-01-02 01:00:00'];
    expect(shown({ Date: days, Hour: [23, 24, 1], level: [1, 2, 3] })).toEqual(right);
  });

  test('must both be filled', () => {
    const gap = { Date: ['9/25/2017', ''], Time: ['11:59:59 AM', '12:00:00 PM'] };
    expect(() => timesOf(gap)).toThrow('got "" in a.csv, row 3, column Date,Time');
  });

  test('the time of day alone is no time', () => {
    expect(() => timesOf({ Time: times, level: [1, 2, 3] })).toThrow(
      'The time column Time of a.csv must hold dates, got only times of day.',
    );
  });
});

describe('without a name that says it', () => {
  const stamps = ['2020-01-01 00:00:00', '2020-01-01 00:01:00'];

  test.each(['Unnamed: 0', '__index_level_0__', 'Messzeit'])(
    'the only column of dates is the time column: %s',
    (name) => {
      const read = timesOf({ [name]: stamps, level: [1, 2] });
      expect(read).toMatchObject({ clock: 'utc', found: ['time-column-found'] });
    },
  );

  test.each([
    [20200101000000, 20200101000100],
    [1577836800, 1577836860],
  ])('a nameless column of numbers that are dates is the time column: %s', (...numbers) => {
    const read = shown({ 'Unnamed: 0': numbers, level: [1, 2] });
    expect(read).toEqual(['2020-01-01 00:00:00', '2020-01-01 00:01:00']);
    expect(timesOf({ 'Unnamed: 0': [0, 1], level: [1, 2] }).found).toEqual([]);
  });

  test('of two columns of dates the nameless one is, else none', () => {
    const both = tableOf({ batch: stamps, 'Unnamed: 0': stamps }, 9);
    expect(findTimeColumn('a.csv', both.columns, 'auto', both.chunks[0])?.name).toBe('Unnamed: 0');
    const named = tableOf({ batch: stamps, made: stamps }, 9);
    expect(findTimeColumn('a.csv', named.columns, 'auto', named.chunks[0])).toBeUndefined();
  });

  test('words, numbers and columns with one cell that is no date are none', () => {
    const { columns, chunks } = tableOf({ a: ['2020-01-01', 'x'], b: ['20', '21'], c: [1, 2] }, 9);
    expect(findTimeColumn('a.csv', columns, 'auto', chunks[0])).toBeUndefined();
  });

  test('a column that is named but not there is refused', () => {
    const { columns, chunks } = tableOf({ Date: ['2020-01-01'], level: [1] }, 9);
    expect(() => findTimeColumn('a.csv', columns, 'Date,Time', chunks[0])).toThrow(
      'The column "Time" must be in a.csv, which has Date, level. Give another `timeColumn`.',
    );
  });
});

test('a pattern of the settings must be one', () => {
  expect(PrepareConfig.safeParse({ timeFormat: 'dd/MM/yy HH' }).success).toBe(true);
  expect(PrepareConfig.safeParse({ timeFormat: 'day/month/year 12 h' }).success).toBe(true);
  expect(PrepareConfig.safeParse({ timeFormat: 'HH:mm' }).success).toBe(false);
});

test.each(['2015-02-29', '2015-13-01', '2015-12-22 24:00', 'today'])(
  'a date of the settings that the calendar has not is refused: %s',
  (from) => expect(PrepareConfig.safeParse({ from }).success).toBe(false),
);

test('dates of the settings may be days and moments', () => {
  const dates = { from: '2016-02-29', to: '2016-02-29 23:59' };
  expect(PrepareConfig.safeParse(dates).success).toBe(true);
});
