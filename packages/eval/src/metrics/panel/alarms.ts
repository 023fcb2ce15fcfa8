/** How many alarms a person has to look at. */
import type { Metric } from '../metric.js';

export const alarms: Metric = {
  key: 'alarms',
  title: 'Alarms',
  description: 'Alarms in all, whatever they overlap.',
  unit: 'count',
  range: [0, null],
  higherIsBetter: false,
  source: 'a count',
  scope: 'events',
  compute: ({ events }) => events.alarms,
};
