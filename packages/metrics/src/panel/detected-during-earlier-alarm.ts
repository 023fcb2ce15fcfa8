/** How many of the detected attacks raised no alarm of their own. */
import type { Metric } from '../metric.js';

export const detectedDuringEarlierAlarm: Metric = {
  key: 'detectedDuringEarlierAlarm',
  title: 'Detected by an earlier alarm',
  description:
    'Detected attacks that began while an alarm was on that overlaps an earlier attack, or that had been raised long before them.',
  family: 'detection',
  unit: 'count',
  range: [0, null],
  higherIsBetter: false,
  ranked: false,
  source: 'definition of this project: an alarm that is already on announces no new attack',
  floor: 'Depends on how long alarms last.',
  scope: 'events',
  compute: ({ events }) => (events.attacks === 0 ? null : events.detectedDuringEarlierAlarm),
};
