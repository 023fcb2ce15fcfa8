/** The SWaT list of attacks. */
import { DataError, quantile } from '@anodec/core';
import { expect, test } from 'vitest';
import { createRepairLog } from '../repair-log.js';
import { readAttackList, type ListCell } from './attack-list.js';

const header = ['Attack #', 'Start Time', 'End Time ', 'Attack Point', 'Start State', 'Attack'];

const clock = (text: string) => new Date(`1899-12-30T${text}Z`);

/** Start and time of day of the end of all 41 attacks as published, the year of 37 to 41 wrong. */
const published = `
1 2015-12-28 10:29:14 10:44:53 MV-101
2 2015-12-28 10:51:08 10:58:30 P-102
3 2015-12-28 11:22:00 11:28:22 LIT-101
4 2015-12-28 11:47:39 11:54:08 MV-504
5 2015-12-28 11:58:20 - -
6 2015-12-28 12:00:55 12:04:10 AIT-202
7 2015-12-28 12:08:25 12:15:33 LIT-301
8 2015-12-28 13:10:10 13:26:13 DPIT-301
9 2015-12-28 14:15:00 - -
10 2015-12-28 14:16:20 14:19:00 FIT-401
11 2015-12-28 14:19:00 14:28:20 FIT-401
12 2015-12-29 11:10:40 - -
13 2015-12-29 11:11:25 11:15:17 MV-304
14 2015-12-29 11:35:40 11:42:50 Mv-303
15 2015-12-29 11:52:01 - -
16 2015-12-29 11:57:25 12:02:00 LIT-301
17 2015-12-29 14:38:12 14:50:08 MV-303
18 2015-12-29 18:08:55 - -
19 2015-12-29 18:10:43 18:15:01 AIT-504
20 2015-12-29 18:15:43 18:22:17 AIT-504
21 2015-12-29 18:30:00 18:42:00 MV-101,LIT-101
22 2015-12-29 22:55:18 23:03:00 UV-01,AIT-502,P-501
23 2015-12-30 01:42:34 01:54:10 P-602,DIT\u2010301,MV-302
24 2015-12-30 09:51:08 09:56:28 P-203,P-205
25 2015-12-30 10:01:50 10:12:01 LIT-401,P-401
26 2015-12-30 17:04:56 17:29:00 P-101,LIT-301
27 2015-12-31 01:17:08 01:45:18 P-302,LIT-401
28 2015-12-31 01:45:19 11:15:27 P-302
29 2015-12-31 15:32:00 15:34:00 P-201,P-203,P-205
30 2015-12-31 15:47:40 16:07:10 LIT-101,P-101,MV-201
31 2015-12-31 22:05:34 22:11:40 LIT-401
32 2016-01-01 10:36:00 10:46:00 LIT-301
33 2016-01-01 14:21:12 14:28:35 LIT-101
34 2016-01-01 17:12:40 17:14:20 P-101
35 2016-01-01 17:18:56 17:26:56 P-101;P-102
36 2016-01-01 22:16:01 22:25:00 LIT-101
37 2015-01-02 11:17:02 11:24:50 P-501,FIT-502
38 2015-01-02 11:31:38 11:36:18 AIT-402,AIT-502
39 2015-01-02 11:43:48 11:50:28 FIT-401,AIT-502
40 2015-01-02 11:51:42 11:56:38 FIT-401
41 2015-01-02 13:13:02 13:40:56 LIT-301`;

const publishedRows = published
  .trim()
  .split('\n')
  .map((line): ListCell[] => {
    const [number, date, start, end, points] = line.split(' ');
    const ends = end === '-' ? null : clock(end);
    return [Number(number), new Date(`${date}T${start}Z`), ends, points === '-' ? null : points];
  });

const sheet = {
  source: 'List_of_attacks_Final.xlsx',
  rows: [
    header,
    ...publishedRows,
    [null, null, null, null],
    ['Legend', null, null, null],
    [null, null, null, 'Attack 26 is interpolated'],
  ],
};

const utc = (text: string) => Date.parse(`${text}Z`);

test('finds the 36 attacks and the 5 without an end in the published list', () => {
  const log = createRepairLog();
  const { attacks, withoutImpact } = readAttackList(sheet, { log });
  expect(attacks).toHaveLength(36);
  expect(withoutImpact.map(({ name }) => name)).toEqual(
    [5, 9, 12, 15, 18].map((number) => `Attack ${number}`),
  );
  expect(log.repairs().map(({ kind, count }) => [kind, count])).toEqual([
    ['attack-without-end', 5],
    ['point-respelled', 2],
    ['year-corrected', 5],
    ['legend-row', 2],
  ]);
  expect(log.repairs()[3].example).toBe('List_of_attacks_Final.xlsx, row 44');
});

test('has the durations that are known of the list', () => {
  const { attacks } = readAttackList(sheet);
  const seconds = attacks.map(({ start, end }) => (end - start) / 1000);
  expect([Math.min(...seconds), Math.max(...seconds)]).toEqual([100, 34_208]);
  expect(quantile(seconds, 0.5)).toBe(442.5);
  expect(quantile(seconds, 0.9)).toBe(1307);
  expect(seconds.reduce((sum, s) => sum + s)).toBe(53_850);
});

test('moves attacks 37 to 41 to 2016, and leaves them when asked to', () => {
  const { attacks } = readAttackList(sheet);
  expect(attacks.slice(-5).map(({ start }) => new Date(start).toISOString())).toEqual([
    '2016-01-02T11:17:02.000Z',
    '2016-01-02T11:31:38.000Z',
    '2016-01-02T11:43:48.000Z',
    '2016-01-02T11:51:42.000Z',
    '2016-01-02T13:13:02.000Z',
  ]);
  expect(attacks.at(-1)?.end).toBe(utc('2016-01-02T13:40:56'));
  const kept = readAttackList(sheet, { keepYearErrors: true }).attacks;
  expect(kept.at(-1)?.start).toBe(utc('2015-01-02T13:13:02'));
});

test("keeps 31 attacks with the original's filter", () => {
  const { attacks } = readAttackList(sheet, { keepYearErrors: true });
  const [from, to] = [utc('2015-12-22T00:00:00'), utc('2016-01-02T00:00:00')];
  expect(attacks.filter(({ start }) => start > from && start < to)).toHaveLength(31);
});

test('reads the points as tags and knows which attacks left no trace', () => {
  const { attacks } = readAttackList(sheet);
  const named = (number: number) => attacks.find(({ name }) => name === `Attack ${number}`);
  expect(named(14)?.channels).toEqual(['MV303']);
  expect(named(22)?.channels).toEqual(['UV401', 'AIT502', 'P501']);
  expect(named(23)?.channels).toEqual(['P602', 'DPIT301', 'MV302']);
  expect(named(35)?.channels).toEqual(['P101', 'P102']);
  expect(attacks.filter(({ leavesTrace }) => !leavesTrace).map(({ name }) => name)).toEqual([
    'Attack 4',
    'Attack 14',
    'Attack 29',
  ]);
});

const oneRow = (...cells: ListCell[]) => ({ source: 'list.xlsx', rows: [header, cells] });

test('reads texts, fractions of a day and full dates as well, and ends past midnight', () => {
  const log = createRepairLog();
  const start = ' 31/12/2015 11:59:50 PM';
  const ends: ListCell[] = [
    '12:00:10 AM',
    '00:00:10',
    10 / 86_400,
    '2016-01-01 00:00:10',
    new Date('2016-01-01T00:00:10Z'),
  ];
  for (const end of ends) {
    const { attacks } = readAttackList(oneRow('1', start, end, 'P-1', '', ' close '), { log });
    expect(attacks[0].end).toBe(utc('2016-01-01T00:00:10'));
    expect(attacks[0].action).toBe('close');
  }
  expect(log.repairs()).toEqual([
    { kind: 'end-next-day', count: 5, example: 'Attack 1 in list.xlsx, row 2' },
  ]);
});

test('says which cell is wrong', () => {
  const date = new Date('2016-01-01T00:00:10Z');
  expect(() => readAttackList({ source: 'list.xlsx', rows: [['Attack #', 'Start']] })).toThrow(
    'must have the columns Attack #, Start Time, End Time, Attack Point, Attack in its first row, ' +
      'got Attack #, Start in list.xlsx.',
  );
  expect(() => readAttackList(oneRow(1, clock('10:00:00'), null))).toThrow(DataError);
  expect(() => readAttackList(oneRow(1, null, null))).toThrow(
    'Start Time must be a date with a time in list.xlsx, row 2, got an empty cell.',
  );
  expect(() => readAttackList(oneRow(1, date, 'soon', 'P-1'))).toThrow(
    'End Time must be a time of day, or a time after the start, in list.xlsx, row 2, got "soon".',
  );
  expect(() => readAttackList(oneRow(1, date, clock('10:00:00'), '?'))).toThrow(
    'Attack Point must name tags such as MV-101 in list.xlsx, row 2, got "?".',
  );
});
