/** Tests of texts that follow each other within a minute, which are read without the pattern. */
import { expect, test } from 'vitest';
import { timeFormatNamed } from './timestamps.js';

const read = (format: string, texts: readonly string[]) =>
  texts.map((text) => timeFormatNamed(format).parse(text));

test('each second of a minute is read as if it came alone', () => {
  const base = Date.UTC(2015, 11, 28, 10, 29);
  const texts = ['28/12/2015 10:29:14 AM', ' 28/12/2015 10:29:59 AM ', '28/12/2015 10:29:00 AM'];
  expect(read('day/month/year 12 h', texts)).toEqual([base + 14e3, base + 59e3, base]);
});

test.each([
  ['a second that no minute has', '28/12/2015 10:29:60 AM', NaN],
  ['one digit', '28/12/2015 10:29:5 AM', NaN],
  ['a letter for a digit', '28/12/2015 10:29:1O AM', NaN],
  ['the afternoon', '28/12/2015 10:29:14 PM', Date.UTC(2015, 11, 28, 22, 29, 14)],
  ['another minute', '28/12/2015 10:30:14 AM', Date.UTC(2015, 11, 28, 10, 30, 14)],
  ['a fraction', '28/12/2015 10:29:14.5 AM', Date.UTC(2015, 11, 28, 10, 29, 14, 500)],
])('behind a time of the same minute, %s is read as if it came alone', (_, text, time) => {
  expect(read('day/month/year 12 h', ['28/12/2015 10:29:13 AM', text])[1]).toBe(time);
});

test('behind midnight as 24:00:00 there is no 24:00:01, and behind a fraction none is added', () => {
  const texts = ['2016-01-01 24:00:00', '2016-01-01 24:00:01'];
  expect(read('ISO 8601', texts)).toEqual([Date.UTC(2016, 0, 2), NaN]);
  const broken = ['2016-01-01 10:00:01.25', '2016-01-01 10:00:02.25', '2016-01-01 10:00:02'];
  const start = Date.UTC(2016, 0, 1, 10);
  expect(read('ISO 8601', broken)).toEqual([start + 1250, start + 2250, start + 2000]);
});
