/** Alarms as CSV, checked by hand. */
import { expect, test } from 'vitest';
import type { Alarm } from '@anodec/eval';
import { alarmsToCsv } from './alarms-csv.js';

const HEAD =
  'alarm,start,end,duration,peak,peak_time,mean,channel_1,share_1,channel_2,share_2,channel_3,share_3';

function alarmAt(start: number, period: number): Alarm {
  return {
    rows: { start: 5, end: 8 },
    start,
    end: start + 2 * period,
    lasts: 3 * period,
    peak: { row: 6, time: start + period, value: 4.5 },
    mean: 2.25,
    channels: [
      { channel: 'LIT101, "raw"', share: 2 / 3 },
      { channel: 'FIT101', share: 1 / 3 },
    ],
  };
}

const CHANNELS = '"LIT101, ""raw""",0.6667,FIT101,0.3333,,';

test('writes dates and seconds where the clock has them', () => {
  const csv = alarmsToCsv([alarmAt(Date.UTC(2015, 11, 28, 10, 29, 14), 10_000)], 'utc');
  expect(csv.split('\n')).toEqual([
    HEAD,
    `1,2015-12-28 10:29:14,2015-12-28 10:29:34,30,4.5,2015-12-28 10:29:24,2.25,${CHANNELS}`,
    '',
  ]);
  const fine = alarmsToCsv([alarmAt(Date.UTC(2015, 11, 28, 10, 29, 14), 50)], 'utc');
  expect(fine).toContain('2015-12-28 10:29:14,2015-12-28 10:29:14.100,0.15,');
  const finer = alarmsToCsv([alarmAt(Date.UTC(2015, 11, 28, 10, 29, 14), 1 / 64)], 'utc');
  expect(finer).toContain('2015-12-28 10:29:14,2015-12-28 10:29:14.000031,');
  const early = alarmsToCsv([alarmAt(Date.UTC(1969, 11, 31, 23, 59, 59), 50)], 'utc');
  expect(early).toContain('1969-12-31 23:59:59,1969-12-31 23:59:59.100,0.15,');
});

test('writes seconds since the start, or rows, where there is no date', () => {
  expect(alarmsToCsv([alarmAt(90_000, 500)], 'elapsed')).toContain(
    `\n1,90,91,1.5,4.5,90.5,2.25,${CHANNELS}\n`,
  );
  expect(alarmsToCsv([alarmAt(5, 1)], 'rows')).toContain(`\n1,5,7,3,4.5,6,2.25,${CHANNELS}\n`);
});

test('names the recording of each alarm where there are several', () => {
  const alarms = ['a.csv', 'b.csv'].map((recording) => ({ ...alarmAt(5, 1), recording }));
  const [head, ...lines] = alarmsToCsv(alarms, 'rows').split('\n');
  expect(head).toBe(`recording,${HEAD}`);
  expect(lines[0]).toBe(`a.csv,1,5,7,3,4.5,6,2.25,${CHANNELS}`);
  expect(lines[1]).toBe(`b.csv,2,5,7,3,4.5,6,2.25,${CHANNELS}`);
});

test('leaves cells of channels empty where a detector scores rows only, and writes the head alone', () => {
  const alarm = { ...alarmAt(5, 1), channels: [] };
  expect(alarmsToCsv([alarm], 'rows')).toMatch(/,2\.25,,,,,,\n$/);
  expect(alarmsToCsv([], 'rows')).toBe(`${HEAD}\n`);
  expect(alarmsToCsv([], 'rows', { several: true })).toBe(`recording,${HEAD}\n`);
});
