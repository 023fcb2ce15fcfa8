/** Tests of counting steps that float32 loses. */
import { expect, test } from 'vitest';
import { createRepairLog } from '../repair-log.js';
import { countRoundedReadings } from './rounded-readings.js';

test('counts the steps that float32 does not hold, of each channel', () => {
  const count = countRoundedReadings(['energy', 'level', 'missing']);
  // float32 is 8 apart at 123,456,789: of 80 steps of one, 10 go to the next number that it holds
  for (let t = 0; t <= 80; t++) {
    count.add(0, 123_456_789 + t);
    count.add(1, 20 + t / 1000);
    count.add(2, NaN);
  }
  const log = createRepairLog();
  count.report('t.csv', log);
  expect(log.repairs()).toEqual([
    {
      kind: 'reading-rounded',
      count: 70,
      example: 'energy in t.csv, 70 of 80 steps; exclude it, or give its change from row to row',
    },
  ]);
});

test('is silent about the noise of the last digits', () => {
  const count = countRoundedReadings(['level']);
  for (let t = 0; t < 1000; t++) count.add(0, t + (t % 2) * 1e-12);
  count.add(0, 999);
  const log = createRepairLog();
  count.report('t.csv', log);
  expect(log.repairs()).toEqual([]);
});
