/** Tables of days: files, days that can be used, splits, range, augmentation. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, createRandom, DAY, DataError, type Random, ShapeError } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { readDayTable, writeDayTable } from '../day-file.js';
import { createDayTable, dayStart, formatDate, SLOTS } from '../day-table.js';
import { augmentDays } from './augment.js';
import { denormaliseDays, fitMinMax, normaliseDays, readMinMax, writeMinMax } from './min-max.js';
import { deviceFiles, readPreparedDevice } from './prepare-device.js';
import { splitByClass, splitDays } from './split-days.js';
import { usableDays } from './usable-days.js';

/** Days from 2020-01-01 on, one of each function of the slot. */
function tableOf(...days: ((slot: number) => number)[]) {
  const values = days.flatMap((day) => Array.from({ length: SLOTS }, (_, slot) => day(slot)));
  const dates = days.map((_, n) => formatDate(Date.UTC(2020, 0, 1) + n * DAY));
  return createDayTable('A', dates, Float32Array.from(values));
}
const folderOf = () => mkdtemp(join(tmpdir(), 'anodec-days-'));

describe('a table', () => {
  test('refuses dates that are none or occur twice, values that are missing or not finite', () => {
    const day = new Float32Array(SLOTS);
    expect(() => createDayTable('A', ['20.02.30'], day)).toThrow('got "20.02.30"');
    expect(() => createDayTable('A', ['20.01.01', '20.01.01'], new Float32Array(240))).toThrow(
      'got 20.01.01 as day 1 and day 2',
    );
    expect(() => createDayTable('A', ['20.01.01'], day.subarray(1))).toThrow(ShapeError);
    const wrong = day.slice();
    wrong[3] = NaN;
    expect(() => createDayTable('A', ['20.01.01'], wrong)).toThrow('got NaN on 20.01.01, value 4');
  });

  test('dates are of this century', () => {
    expect(dayStart('99.12.31')).toBe(Date.UTC(2099, 11, 31));
    expect(formatDate(dayStart('00.03.01'))).toBe('00.03.01');
  });

  test('comes back from its file to the bit', async () => {
    const path = join(await folderOf(), '5032AB.csv');
    const random = createRandom(1);
    const table = tableOf(
      (slot) => slot,
      () => 100 * random.normal(),
      () => 1e-7 * random.uniform(),
    );
    await writeDayTable(path, table);
    expect(await readDayTable(path)).toEqual({ ...table, device: '5032AB' });
    expect((await readFile(path, 'utf8')).slice(0, 18)).toBe('20.01.01,0,1,2,3,4');
  });

  test('a file that is wrong ends in file, row and column; an empty line is no day', async () => {
    const path = join(await folderOf(), 'x.csv');
    const zeros = Array.from({ length: SLOTS }, () => '0');
    const read = async (text: string) => {
      await writeFile(path, text);
      return readDayTable(path);
    };
    const good = `20.01.01,${zeros.join(',')}\n`;
    expect((await read(`${good}\n\r\n`)).dates).toEqual(['20.01.01']);
    await expect(read(`${good}20.01.02,1,2\n`)).rejects.toThrow('got 2 values (x.csv, row 2)');
    await expect(read(good + good)).rejects.toThrow('got 20.01.01 again (x.csv, row 2)');
    await expect(read(good.replace(',0,', ',a,'))).rejects.toThrow(
      'got "a" (x.csv, row 1, column 2)',
    );
    await expect(read(good.replace('20.01', '20.13'))).rejects.toThrow(
      'got "20.13.01" (x.csv, row 1).',
    );
  });
});

describe('usable days', () => {
  test('leaves out days up to 1, and those above mean + 4 deviations of all values', () => {
    // 39 days: 37 on with 10 for half the day, one off, one with a value of 60
    const usual = (slot: number): number => (slot < 60 ? 10 : 0);
    const days = Array.from({ length: 37 }, () => usual);
    const table = tableOf(
      ...days,
      () => 1,
      (slot) => (slot === 5 ? 60 : 0),
    );
    const { table: kept, unused, outliers, limit, isEnough } = usableDays(table);
    expect(kept.dates).toEqual(table.dates.slice(0, 37));
    expect(unused).toEqual([table.dates[37]]);
    expect(outliers).toEqual([table.dates[38]]);
    expect(isEnough).toBe(true);
    // by hand: N = 39 · 120, sum = 37 · 600 + 120 + 60, squares = 37 · 6000 + 120 + 3600
    const N = 39 * SLOTS;
    const mean = 22_380 / N;
    expect(limit).toBeCloseTo(mean + 4 * Math.sqrt(225_720 / N - mean ** 2), 9);
  });

  test('29 days are too few, 30 enough', () => {
    const days = Array.from({ length: 30 }, () => (slot: number) => (slot < 60 ? 5 : 0));
    expect(usableDays(tableOf(...days)).isEnough).toBe(true);
    expect(usableDays(tableOf(...days.slice(1))).isEnough).toBe(false);
  });
});

describe('splits', () => {
  const table = tableOf(...Array.from({ length: 300 }, (_, n) => () => n));

  test.each(['2020.03.01', '2020-03-01', '20.03.01'])('%s is the first day to test on', (date) => {
    const { train, test: tested } = splitDays(table, { date, seed: 0 });
    expect(train.dates.at(-1)).toBe('20.02.29');
    expect(tested.dates[0]).toBe('20.03.01');
    expect(tested.values[0]).toBe(60);
    expect(train.dates.length + tested.dates.length).toBe(300);
  });

  test('draws about a third, the same for the same seed', () => {
    const { train, test: tested } = splitDays(table, { seed: 0 });
    expect([...train.dates, ...tested.dates].toSorted()).toEqual(table.dates);
    expect(Math.abs(tested.dates.length - 100)).toBeLessThan(33); // four deviations of 8.2
    expect(splitDays(table, { seed: 0 }).test.dates).toEqual(tested.dates);
    expect(splitDays(table, { seed: 1 }).test.dates).not.toEqual(tested.dates);
  });

  test('draws the same number of each class', () => {
    const classes = table.dates.map((_, n) => (n < 30 ? 1 : 0));
    const { train, test: tested } = splitByClass(table, classes, 20, 3);
    const early = train.values.filter((value, i) => i % SLOTS === 0 && value < 30);
    expect([early.length, train.dates.length, tested.dates.length]).toEqual([20, 40, 260]);
    expect(() => splitByClass(table, classes, 31, 3)).toThrow('got 30 of class 1');
  });

  test('refuses a date that leaves no day to test on, or none to train on', () => {
    // 300 days from the first of January on
    const at = (date: string) => () => splitDays(table, { date, seed: 0 });
    expect(at('2020.10.27')).toThrow(DataError);
    expect(at('2020.10.27')).toThrow(
      '`date` must leave days of A to test on, got 2020.10.27, where its usable days go from 20.01.01 to 20.10.26.',
    );
    expect(at('2020.01.01')).toThrow('`date` must leave days of A to train on, got 2020.01.01');
    expect(at('2020.10.26')().test.dates).toEqual(['20.10.26']);
  });

  test('refuses a date that is none', () => {
    expect(() => splitDays(table, { date: '2020.02.30', seed: 0 })).toThrow(ConfigError);
  });
});

describe('the range', () => {
  test('brings days to 0 to 1 and back', async () => {
    const table = tableOf(
      (slot) => slot + 5,
      () => 20,
    );
    const range = fitMinMax(table);
    expect(range).toEqual({ minimum: 5, maximum: 124 });
    const scaled = normaliseDays(table.values, range);
    expect([scaled[0], scaled[119], scaled[120]]).toEqual([0, 1, Math.fround(15 / 119)]);
    const back = denormaliseDays(scaled, range);
    // rounded to 32 bits twice
    expect(Math.max(...back.map((value, i) => Math.abs(value - table.values[i])))).toBeLessThan(
      1e-4,
    );
    const path = join(await folderOf(), 'range.json');
    await writeMinMax(path, range);
    expect(await readMinMax(path)).toEqual(range);
  });

  test('without a range nothing is divided by 0', () => {
    const table = tableOf(() => 3);
    expect(normaliseDays(Float32Array.of(3, 5), fitMinMax(table))).toEqual(Float32Array.of(0, 2));
  });

  test('refuses other files, and no day', async () => {
    const path = join(await folderOf(), 'range.json');
    await writeFile(path, '{"minimum": 3, "maximum": 1}');
    await expect(readMinMax(path)).rejects.toThrow(DataError);
    expect(() => fitMinMax(tableOf())).toThrow('got none');
  });
});

describe('augmentation', () => {
  /** Draws that are always the same. */
  const fixed = (normal: number): Random => ({ ...createRandom(0), normal: () => normal });

  test('adds a hundredth of the deviation of non-zero values, to them alone, and turns the day', () => {
    const day = new Float32Array(SLOTS);
    day.set([2, 4, 0, 0]); // deviation 1 of the values 2 and 4
    day[119] = 3;
    const [two, four, three] = [2, 4, 3].map((value) =>
      Math.fround(value + 1.5 * 0.01 * Math.sqrt(2 / 3)),
    );
    const made = augmentDays(day, fixed(1.5)); // turned by 3 slots
    expect([...made.subarray(0, 6)]).toEqual([0, 0, three, two, four, 0]);
    expect(made.filter((value) => value !== 0)).toHaveLength(3);
    const backwards = augmentDays(day, fixed(-1)); // by −2
    expect(backwards[118]).toBeLessThan(2);
    expect(backwards[119]).toBeGreaterThan(3.9);
    expect(backwards[117]).toBeGreaterThan(2.9);
  });

  test('shifts differ from day to day with a deviation of two slots', () => {
    const days = new Float32Array(2000 * SLOTS);
    for (let n = 0; n < 2000; n++) days[n * SLOTS + 60] = 1;
    const made = augmentDays(days, createRandom(4));
    const shifts = Array.from({ length: 2000 }, (_, n) => {
      const at = made.subarray(n * SLOTS, (n + 1) * SLOTS).findIndex((value) => value !== 0);
      return at - 60;
    });
    const variance = shifts.reduce((sum, shift) => sum + shift ** 2, 0) / 2000;
    expect(Math.abs(variance - (4 + 1 / 12))).toBeLessThan(0.55); // four standard errors; 1/12 by rounding
  });

  test('an unused day stays as it is', () => {
    expect(augmentDays(new Float32Array(SLOTS), createRandom(1))).toEqual(new Float32Array(SLOTS));
  });
});

test('a device that was not prepared is named beside those that were', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anodec-prepared-'));
  const read = () => readPreparedDevice(folder, 'experiments', 'NOPE');
  await expect(read()).rejects.toThrow('Days of NOPE must be prepared in');
  await expect(read()).rejects.toThrow('got none. Prepare them with anodec devices preprocess.');
  for (const id of ['B', 'A']) {
    await writeDayTable(
      deviceFiles(folder, 'experiments', id).train,
      tableOf(() => 1),
    );
  }
  await expect(read()).rejects.toThrow('got those of A, B alone.');
});
