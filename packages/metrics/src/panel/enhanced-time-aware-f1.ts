/** eTaPR F1. */
import type { Metric } from '../metric.js';
import { harmonicMean } from '../pointwise.js';
import { enhancedTimeAwareOf } from '../time-aware.js';

export const enhancedTimeAwareF1: Metric = {
  key: 'enhancedTimeAwareF1',
  title: 'eTaPR F1',
  description: 'Harmonic mean of eTaP and eTaR.',
  family: 'ranges',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source:
    'Hwang et al. 2022, "Do You Know Existing Accuracy Metrics Overrate Time-Series Anomaly Detections?", θp = 0.5, θr = 0.1, δ = 0',
  floor: 'Near 0, unless a tenth of the rows is flagged.',
  chance: 'alarms',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => {
    const { precision, recall } = enhancedTimeAwareOf(rows);
    return harmonicMean(precision, recall);
  },
};
