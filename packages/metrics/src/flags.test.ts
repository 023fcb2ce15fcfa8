/** Alarms as flags, by hand. */
import { expect, test } from 'vitest';
import { flagsOf } from './flags.js';

test('flags the rows of alarms, their end not included', () => {
  const alarms = [{ rows: { start: 1, end: 3 } }, { rows: { start: 4, end: 5 } }];
  expect([...flagsOf(alarms, 6)]).toEqual([0, 1, 1, 0, 1, 0]);
});

test('refuses an alarm that lies outside the rows', () => {
  expect(() => flagsOf([{ rows: { start: 1, end: 3 } }], 2)).toThrow(
    'within the 2 rows of their recording, got one in rows 1 to 3',
  );
});
