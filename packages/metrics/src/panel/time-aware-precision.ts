/** TaP: how well alarms fit attacks. */
import type { Metric } from '../metric.js';
import { timeAwareOf } from '../time-aware.js';

export const timeAwarePrecision: Metric = {
  key: 'timeAwarePrecision',
  title: 'TaP',
  description:
    'Alarms of which at least half lies in attacks, and how much of alarms lies in them.',
  family: 'ranges',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source:
    'Hwang et al. 2019, "Time-Series Aware Precision and Recall for Anomaly Detection", α = 0.8, θ = 0.5, δ = 0',
  floor: 'The share of attack rows, about; undefined without an alarm.',
  chance: 'alarms',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => timeAwareOf(rows).precision,
};
