/** How near alarms are to attacks. */
import type { Metric } from '../metric.js';
import { affiliationOf } from '../affiliation.js';

export const affiliationPrecision: Metric = {
  key: 'affiliationPrecision',
  title: 'Affiliation precision',
  description:
    'Mean chance that a random time near an attack is at least as far from it as the alarmed time.',
  family: 'ranges',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source: 'Huet et al. 2022, "Local Evaluation of Time Series Anomaly Detection Algorithms"',
  floor:
    'About 0.5 and more, as near misses count: the metric is lenient. Undefined without an alarm.',
  chance: 'alarms',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => affiliationOf(rows).precision,
};
