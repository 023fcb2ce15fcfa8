/** TaPR F1. */
import type { Metric } from '../metric.js';
import { harmonicMean } from '../pointwise.js';
import { timeAwareOf } from '../time-aware.js';

export const timeAwareF1: Metric = {
  key: 'timeAwareF1',
  title: 'TaPR F1',
  description: 'Harmonic mean of TaP and TaR.',
  family: 'ranges',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source:
    'Hwang et al. 2019, "Time-Series Aware Precision and Recall for Anomaly Detection", α = 0.8, θ = 0.5, δ = 0',
  floor: 'Between those of precision and recall.',
  chance: 'alarms',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => {
    const { precision, recall } = timeAwareOf(rows);
    return harmonicMean(precision, recall);
  },
};
