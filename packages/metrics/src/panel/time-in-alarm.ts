/** How much of the time an alarm is on: one that never ends detects every attack. */
import type { Metric } from '../metric.js';
import { ratio } from '../pointwise.js';

export const timeInAlarm: Metric = {
  key: 'timeInAlarm',
  title: 'Time in alarm',
  description: 'Share of all rows that lie in an alarm.',
  family: 'alarms',
  unit: 'share',
  range: [0, 1],
  higherIsBetter: false,
  ranked: false,
  source: 'a ratio of counts',
  floor: 'The share of rows that are flagged.',
  scope: 'events',
  compute: ({ counts }) => ratio(counts.alarmedRows, counts.rows),
};
