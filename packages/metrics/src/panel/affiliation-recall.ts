/** How near attacks are to alarms. */
import type { Metric } from '../metric.js';
import { affiliationOf } from '../affiliation.js';

export const affiliationRecall: Metric = {
  key: 'affiliationRecall',
  title: 'Affiliation recall',
  description:
    'Mean chance that a random time near an attack is at least as far from each part of it as the next alarm.',
  family: 'ranges',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source: 'Huet et al. 2022, "Local Evaluation of Time Series Anomaly Detection Algorithms"',
  floor: 'Near 1 where alarms are many: the metric is lenient.',
  chance: 'alarms',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => affiliationOf(rows).recall,
};
