import { DataError } from '@anodec/core';
import { expect, test } from 'vitest';
import { detectTimeFormat, parseTimeOfDay, parseTimestamp } from './timestamps.js';

const place = { source: 'a.xlsx', row: 3, column: 'Timestamp' };

test.each([
  [' 2/1/2016 12:00:01 AM', 'day/month/year 12 h', '2016-01-02T00:00:01.000Z'],
  [' 28/12/2015 10:29:14 AM', 'day/month/year 12 h', '2015-12-28T10:29:14.000Z'],
  ['28/12/2015 1:10:10 pm', 'day/month/year 12 h', '2015-12-28T13:10:10.000Z'],
  ['28/12/2015 12:00:00 PM', 'day/month/year 12 h', '2015-12-28T12:00:00.000Z'],
  ['12/28/2015 12:00:00 AM', 'month/day/year 12 h', '2015-12-28T00:00:00.000Z'],
  ['2013-12-02 21:15:00', 'ISO 8601', '2013-12-02T21:15:00.000Z'],
  ['2013-12-02T21:15:00.250+08:00', 'ISO 8601', '2013-12-02T13:15:00.250Z'],
  ['2013-12-02', 'ISO 8601', '2013-12-02T00:00:00.000Z'],
  ['02.01.2016 23:59', 'day/month/year 24 h', '2016-01-02T23:59:00.000Z'],
  ['1451692801', 'seconds since 1970', '2016-01-02T00:00:01.000Z'],
  ['1451692801.5', 'seconds since 1970', '2016-01-02T00:00:01.500Z'],
  ['1451692801250', 'milliseconds since 1970', '2016-01-02T00:00:01.250Z'],
])('reads "%s" as %s', (text, name, expected) => {
  const format = detectTimeFormat([text], place);
  expect(format.name).toBe(name);
  expect(new Date(parseTimestamp(format, text, place)).toISOString()).toBe(expected);
});

test('takes an ambiguous date day-first unless another cell can only be month-first', () => {
  expect(detectTimeFormat(['2/1/2016 1:00:00 AM', ''], place).name).toBe('day/month/year 12 h');
  const us = ['2/1/2016 1:00:00 AM', '2/13/2016 1:00:00 AM'];
  expect(detectTimeFormat(us, place).name).toBe('month/day/year 12 h');
});

test('is decided by the cells before the first one that is written otherwise', () => {
  const mixed = ['2/1/2016 1:00:00 AM', '2016-01-02', '2016-01-03'];
  expect(detectTimeFormat(mixed, place).name).toBe('day/month/year 12 h');
});

test('is strict once the format is decided, and knows the calendar', () => {
  const format = detectTimeFormat(['28/12/2015 10:29:14 AM'], place);
  for (const text of [
    '2015-12-28 10:29:14',
    '28/12/2015 10:29:14',
    '28/12/2015 13:29:14 PM',
    '28/12/2015 0:29:14 AM',
    '31/4/2015 10:29:14 AM',
    '29/2/2015 10:29:14 AM',
    '28/12/2015 10:60:14 AM',
    '28/12/2015 10:29:60 AM',
    'x28/12/2015 10:29:14 AM',
    '',
  ]) {
    expect(() => parseTimestamp(format, text, place)).toThrow(
      `A timestamp must be written as day/month/year 12 h like those before it, got "${text}" in ` +
        'a.xlsx, row 3, column Timestamp.',
    );
  }
});

test('takes no year of the first century for one of the last', () => {
  expect(() => detectTimeFormat(['0050-01-01 00:00:00'], place)).toThrow(DataError);
});

test('says so when nothing reads the cells', () => {
  expect(() => detectTimeFormat(['yesterday'], place)).toThrow(DataError);
  expect(() => detectTimeFormat(['', ' '], place)).toThrow('got "" in a.xlsx, row 3');
});

test('reads times of day', () => {
  expect(parseTimeOfDay('10:44:53')).toBe(38_693_000);
  expect(parseTimeOfDay(' 12:00:01 AM')).toBe(1000);
});

test.each(['24:00:00', '10:60:00', '10:00:60', '13:10:10 PM', '0:10 AM', '25:00 AM'])(
  'finds no time of day in %s',
  (text) => expect(parseTimeOfDay(text)).toBeNaN(),
);
