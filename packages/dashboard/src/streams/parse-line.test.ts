/** Tests of lines of a live scoring: what is one, and what is none. */
import { expect, test } from 'vitest';
import { parseLine } from './parse-line.js';

const row = { time: 1, row: 0, score: null, threshold: 2, alarm: false, sensors: [] };

test('takes rows, alarms and words about the fit', () => {
  expect(parseLine(JSON.stringify(row))).toEqual({ ...row, pValue: null });
  const peak = { time: 'b', row: 3, score: 9 };
  const alarm = {
    kind: 'alarm',
    state: 'start',
    alarm: 1,
    row: 3,
    start: 'a',
    end: 'b',
    peak,
    mean: 8,
    sensors: [],
  };
  expect(parseLine(JSON.stringify(alarm))).toEqual(alarm);
  const fit = { kind: 'fit', state: 'lost', row: 3, time: 'a', index: 0.4 };
  expect(parseLine(JSON.stringify(fit))).toEqual(fit);
});

test('leaves out sensors that are none', () => {
  const sensors = [{ name: 'A', share: 0.5 }, { name: 3, share: 1 }, null, 'B'];
  const line = parseLine(JSON.stringify({ ...row, sensors }));
  expect(line && 'sensors' in line && line.sensors).toEqual([{ name: 'A', share: 0.5 }]);
});

test.each([
  '',
  '{',
  'null',
  '[]',
  '3',
  JSON.stringify({ ...row, row: '0' }),
  JSON.stringify({ ...row, score: 'high' }),
  JSON.stringify({ ...row, alarm: 1 }),
  JSON.stringify({ ...row, time: {} }),
  JSON.stringify({ ...row, kind: 'alarm' }),
  JSON.stringify({ ...row, kind: 'other' }),
])('refuses %s', (text) => {
  expect(parseLine(text)).toBeUndefined();
});
