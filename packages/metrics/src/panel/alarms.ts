/** How many alarms a person has to look at. */
import type { Metric } from '../metric.js';

export const alarms: Metric = {
  key: 'alarms',
  title: 'Alarms',
  description: 'Alarms in all, whatever they overlap.',
  family: 'alarms',
  unit: 'count',
  range: [0, null],
  higherIsBetter: false,
  ranked: false,
  source: 'a count',
  floor: 'A count that describes; random scores give one for nearly each flagged row.',
  scope: 'events',
  compute: ({ events }) => events.alarms,
};
