/** Tests of which readings are anomalous, and of what is saved. */
import { expect, test } from 'vitest';
import type { SensorView } from '../api-types.js';
import { anomaliesCsv, anomalousRows, thresholdAt } from './sensor-rows.js';

const view: SensorView = {
  channels: ['=Humidity', 'Light, level'],
  time: [0, 60_000, 120_000],
  dated: true,
  readings: [
    [1, null, 3],
    [4, 5, 6],
  ],
  score: [0.2, null, 0.7],
  thresholds: [
    { contamination: 0.01, threshold: 0.9 },
    { contamination: 0.05, threshold: 0.6 },
  ],
  decides: false,
  reasons: { 2: 'Light, level 80 %, =Humidity 20 %' },
};

test('takes the threshold of the nearest share', () => {
  expect(thresholdAt(view, 0.05)).toBe(0.6);
  expect(thresholdAt(view, 0.012)).toBe(0.9);
});

test('finds rows above the threshold, none without a score', () => {
  expect(anomalousRows(view, 0.6)).toEqual([2]);
  expect(anomalousRows(view, 0.7)).toEqual([]);
  expect(anomalousRows(view, 0.1)).toEqual([0, 2]);
});

test('saves time, readings, score and reason, none of them a formula', () => {
  expect(anomaliesCsv(view, [2])).toBe(
    'time,\'=Humidity,"Light, level",score,reason\n' +
      '1970-01-01T00:02:00.000Z,3,6,0.7,"Light, level 80 %, =Humidity 20 %"\n',
  );
});
