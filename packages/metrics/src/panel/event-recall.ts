/** The share of attacks that are detected. */
import type { Metric } from '../metric.js';
import { ratio } from '../pointwise.js';

export const eventRecall: Metric = {
  key: 'eventRecall',
  title: 'Event recall',
  description: 'Share of the attacks with an effect that at least one alarm overlaps.',
  family: 'detection',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source: 'Hundman et al. 2018, "Detecting Spacecraft Anomalies", section 4.1',
  floor: 'Depends on how many rows are flagged: an alarm without end detects all.',
  chance: 'alarms',
  scope: 'events',
  shown: 'data',
  compute: ({ events }) => ratio(events.caught, events.attacks),
};
