/** How many alarms are worth a look. */
import type { Metric } from '../metric.js';
import { ratio } from '../pointwise.js';

export const eventPrecision: Metric = {
  key: 'eventPrecision',
  title: 'Event precision',
  description: 'Share of true alarms among true and false ones.',
  family: 'detection',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source: 'Hundman et al. 2018, "Detecting Spacecraft Anomalies", section 4.1',
  floor: 'About the share of attack rows for alarms of a single row.',
  chance: 'alarms',
  scope: 'events',
  perRecovery: true,
  shown: 'data',
  compute: ({ events }) =>
    events.attacks === 0 ? null : ratio(events.trueAlarms, events.trueAlarms + events.falseAlarms),
};
