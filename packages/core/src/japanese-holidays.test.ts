/** Public holidays of Japan against a list kept by hand, and types of days. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DAY_TYPES, dayTypeOf } from './day-type.js';
import { isJapaneseHoliday } from './japanese-holidays.js';
import { DAY } from './time.js';

const path = new URL('../../../test/fixtures/japanese-holidays.json', import.meta.url);
const { years } = JSON.parse(readFileSync(path, 'utf8')) as { years: Record<string, string[]> };

test('has the holidays of every day of 2000 to 2050, and no other', () => {
  const listed = Object.entries(years).flatMap(([year, days]) =>
    days.map((day) => `${year}-${day}`),
  );
  const found: string[] = [];
  for (let day = Date.UTC(2000, 0, 1); day < Date.UTC(2051, 0, 1); day += DAY) {
    if (isJapaneseHoliday(day)) found.push(new Date(day).toISOString().slice(0, 10));
  }
  expect(listed.length).toBeGreaterThan(800);
  expect(found).toEqual(listed);
});

test('takes any time of the day, and knows no holiday before 2000 and after 2099', () => {
  expect(isJapaneseHoliday(Date.UTC(2020, 4, 5, 23, 59))).toBe(true);
  expect(isJapaneseHoliday(Date.UTC(2020, 4, 7, 0, 0))).toBe(false);
  expect([Date.UTC(1999, 0, 1), Date.UTC(2100, 0, 1)].map(isJapaneseHoliday)).toEqual([
    false,
    false,
  ]);
});

test('numbers Monday to Sunday 0 to 6, and a holiday 7 whatever its weekday', () => {
  const types = [
    '2020-06-01',
    '2020-06-06',
    '2020-06-07',
    '2020-05-05',
    '2020-07-24',
    '2020-10-12',
  ];
  expect(types.map((day) => dayTypeOf(Date.parse(day)))).toEqual([0, 5, 6, 7, 7, 0]);
  expect(DAY_TYPES[dayTypeOf(Date.parse('2019-05-01'))]).toBe('holiday');
});
