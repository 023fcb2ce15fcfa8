/** Tests of texts as points in time: the formats, how one is chosen, patterns. */
import { ConfigError, DataError } from '@anodec/core';
import { expect, test } from 'vitest';
import { parseTimeOfDay } from './calendar.js';
import { compileTimePattern } from './time-pattern.js';
import { detectTimeFormat, parseTimestamp, timeFormatNamed } from './timestamps.js';

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
  ['2017-09-25 0:00:00', 'ISO 8601', '2017-09-25T00:00:00.000Z'],
  ['2020-01-01 00:00:00,250', 'ISO 8601', '2020-01-01T00:00:00.250Z'],
  ['2020-01-01 00:00:00 UTC', 'ISO 8601', '2020-01-01T00:00:00.000Z'],
  ['2020-01-31 24:00', 'ISO 8601', '2020-02-01T00:00:00.000Z'],
  ['2020/01/31 23:59:59', 'year/month/day', '2020-01-31T23:59:59.000Z'],
  ['2004.02.12.10.32.39', 'year/month/day', '2004-02-12T10:32:39.000Z'],
  ['2004-02-12-10.32.39.123456', 'year/month/day', '2004-02-12T10:32:39.123Z'],
  ['25-Sep-17 13:00:00', 'day-month name-year', '2017-09-25T13:00:00.000Z'],
  ['Mon, 25 September 2017 1:00 PM', 'day-month name-year', '2017-09-25T13:00:00.000Z'],
  ['25/Sep/2017:13:00:00 +0200', 'day-month name-year', '2017-09-25T11:00:00.000Z'],
  ['Sep 25, 2017 1:00 PM', 'month name day, year', '2017-09-25T13:00:00.000Z'],
  ['Mon Sep  4 13:00:00 UTC 2017', 'weekday month name day time year', '2017-09-04T13:00:00.000Z'],
  ['2017-Sep-25', 'year-month name-day', '2017-09-25T00:00:00.000Z'],
  ['9/25/17 0:00', 'month/day/year, 2-digit year', '2017-09-25T00:00:00.000Z'],
  ['31/07/16 00', 'day/month/year, 2-digit year', '2016-07-31T00:00:00.000Z'],
  ['31 01 2018 00:01', 'day/month/year 24 h', '2018-01-31T00:01:00.000Z'],
  ['28/12/1999', 'day/month/year 24 h', '1999-12-28T00:00:00.000Z'],
  ['20200131T235959', 'yyyyMMddHHmmss', '2020-01-31T23:59:59.000Z'],
  ['20200131 23:59', 'yyyyMMddHHmmss', '2020-01-31T23:59:00.000Z'],
  ['20200131', 'yyyyMMddHHmmss', '2020-01-31T00:00:00.000Z'],
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

test.each([
  ['dd/MM/yy HH', '04/07/16 23', '2016-07-04T23:00:00.000Z'],
  ["d.M.yyyy 'um' H.mm 'Uhr'", '4.7.2016 um 9.05 Uhr', '2016-07-04T09:05:00.000Z'],
  ['EEE MMM dd yyyy hh:mm:ss a', 'Mon Jul 04 2016 12:00:01 AM', '2016-07-04T00:00:01.000Z'],
  ['yyyyMMddHHmmssSSS', '20160704235959007', '2016-07-04T23:59:59.007Z'],
  ["yyyy-MM-dd''HH:mm X", "2016-07-04'10:00 +02:00", '2016-07-04T08:00:00.000Z'],
])('reads by the pattern %j', (pattern, text, expected) => {
  expect(new Date(timeFormatNamed(pattern).parse(text)).toISOString()).toBe(expected);
  expect(timeFormatNamed(pattern).parse(`${text}x`)).toBeNaN();
});

test.each([
  ['HH:mm', 'got no y and no M and no d in "HH:mm"'],
  ['yyyy-MM-dd Q', 'got the letter Q in'],
  ['yyyy-MM-dd yyyy', 'got y in two places'],
  ['yyyy-MM-dd H h', 'got H and h together'],
])('refuses the pattern %j', (pattern, message) => {
  expect(() => compileTimePattern(pattern)).toThrow(ConfigError);
  expect(() => compileTimePattern(pattern)).toThrow(message);
});

test('names the known formats where a name is neither one nor a pattern', () => {
  expect(() => timeFormatNamed('ISO')).toThrow(
    'There is no time format "ISO". Known are: day/month/year 12 h, ',
  );
});

test('reads times of day', () => {
  expect(parseTimeOfDay('10:44:53')).toBe(38_693_000);
  expect(parseTimeOfDay(' 12:00:01 AM')).toBe(1000);
});

test.each(['24:00:00', '10:60:00', '10:00:60', '13:10:10 PM', '0:10 AM', '25:00 AM'])(
  'finds no time of day in %s',
  (text) => expect(parseTimeOfDay(text)).toBeNaN(),
);
