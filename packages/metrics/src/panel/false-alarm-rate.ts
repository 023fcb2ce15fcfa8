/** How often a person is called for nothing. */
import type { Metric } from '../metric.js';
import { ratio } from '../pointwise.js';

export const falseAlarmRate: Metric = {
  key: 'falseAlarmRate',
  title: 'False alarms',
  description:
    'Alarms that overlap neither an attack nor the recovery after one, for each day or 1,000 rows with known labels.',
  family: 'alarms',
  unit: 'rate',
  range: [0, null],
  higherIsBetter: false,
  source: 'a count over the recorded time',
  floor: 'Nearly one for each flagged row.',
  chance: 'alarms',
  scope: 'events',
  perRecovery: true,
  // where all known rows are under attack, no alarm can be false
  compute: ({ events, labelledTime, counts }) =>
    counts.evaluatedRows > 0 && counts.attackRows === counts.evaluatedRows
      ? null
      : ratio(events.falseAlarms, labelledTime.value),
};
