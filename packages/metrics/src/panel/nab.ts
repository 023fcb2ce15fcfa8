/** The NAB score with the standard profile. */
import type { Metric } from '../metric.js';
import { NAB_PROFILES, nabScore } from '../nab.js';

export const nab: Metric = {
  key: 'nab',
  title: 'NAB score',
  description:
    'Early alarms in attacks earn, alarmed rows elsewhere cost, with the standard profile; 0 for no alarm, 100 for alarms exactly at the attacks.',
  family: 'ranges',
  unit: 'points',
  range: [null, 100],
  higherIsBetter: true,
  source: 'Lavin & Ahmad 2015, "Evaluating Real-Time Anomaly Detection Algorithms"',
  floor: 'Below 0 where alarms are many; 0 without an alarm.',
  chance: 'alarms',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => nabScore(rows, NAB_PROFILES.standard),
};
