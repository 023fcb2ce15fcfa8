/** Affiliation precision and recall in one number. */
import type { Metric } from '../metric.js';
import { affiliationOf } from '../affiliation.js';
import { harmonicMean } from '../pointwise.js';

export const affiliationF1: Metric = {
  key: 'affiliationF1',
  title: 'Affiliation F1',
  description: 'Harmonic mean of affiliation precision and recall.',
  family: 'ranges',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source: 'Huet et al. 2022, "Local Evaluation of Time Series Anomaly Detection Algorithms"',
  floor: 'About 0.65: the metric is lenient.',
  chance: 'alarms',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => {
    const { precision, recall } = affiliationOf(rows);
    return harmonicMean(precision, recall);
  },
};
