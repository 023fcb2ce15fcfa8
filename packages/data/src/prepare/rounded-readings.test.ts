/** Tests of counting steps that float32 loses. */
import { expect, test } from 'vitest';
import { createRepairLog } from '../repair-log.js';
import { countRoundedReadings } from './rounded-readings.js';

/** Counts over rows of C readings each. */
function countRows(names: readonly string[], rows: readonly (readonly number[])[]) {
  const count = countRoundedReadings(names);
  const all = names.map((_, c) => c);
  const places = { places: Int32Array.from(all), unrounded: all };
  // in pieces of 7 rows, as a step may lie between two pieces
  for (let r = 0; r < rows.length; r += 7) {
    const piece = rows.slice(r, r + 7);
    const numbers = Float64Array.from(piece.flat());
    count.add({ rows: piece.length, numbers }, places, new Float64Array(names.length));
  }
  const log = createRepairLog();
  count.report('t.csv', log);
  return log.repairs();
}

test('counts the steps that float32 does not hold, of each channel', () => {
  // float32 is 8 apart at 123,456,789: of 80 steps of one, 10 go to the next number that it holds
  const rows = Array.from({ length: 81 }, (_, t) => [123_456_789 + t, 20 + t / 1000, NaN]);
  expect(countRows(['energy', 'level', 'missing'], rows)).toEqual([
    {
      kind: 'reading-rounded',
      count: 70,
      example: 'energy in t.csv, 70 of 80 steps; exclude it, or give its change from row to row',
    },
  ]);
});

test('is silent about the noise of the last digits', () => {
  const rows = Array.from({ length: 1000 }, (_, t) => [t + (t % 2) * 1e-12]);
  expect(countRows(['level'], [...rows, [999]])).toEqual([]);
});

test('counts what is left when an offset is subtracted, and only the channels that it is told to', () => {
  const count = countRoundedReadings(['energy', 'rounded']);
  const numbers = Float64Array.from([1e9, 1e9, 1e9 + 1, 1e9 + 1, 1e9 + 2, 1e9 + 2]);
  const offsets = Float64Array.from([1e9, 0]);
  count.add({ rows: 3, numbers }, { places: Int32Array.of(0, 1), unrounded: [0] }, offsets);
  const log = createRepairLog();
  count.report('t.csv', log);
  expect(log.repairs()).toEqual([]);
});
