/** How many of the detected attacks raised no alarm of their own. */
import type { Metric } from '../metric.js';

export const detectedDuringEarlierAlarm: Metric = {
  key: 'detectedDuringEarlierAlarm',
  title: 'Detected by an earlier alarm',
  description: 'Detected attacks that began while an alarm raised before them was still on.',
  unit: 'count',
  range: [0, null],
  higherIsBetter: false,
  source: 'definition of this project: an alarm that is already on announces no new attack',
  scope: 'events',
  compute: ({ events }) => (events.attacks === 0 ? null : events.detectedDuringEarlierAlarm),
};
