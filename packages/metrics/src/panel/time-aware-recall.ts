/** TaR: how well attacks are covered. */
import type { Metric } from '../metric.js';
import { timeAwareOf } from '../time-aware.js';

export const timeAwareRecall: Metric = {
  key: 'timeAwareRecall',
  title: 'TaR',
  description:
    'Attacks of which at least half lies in alarms, and how much of attacks lies in them.',
  family: 'ranges',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source:
    'Hwang et al. 2019, "Time-Series Aware Precision and Recall for Anomaly Detection", α = 0.8, θ = 0.5, δ = 0',
  floor: 'Rises with the share of rows that are flagged.',
  chance: 'alarms',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => timeAwareOf(rows).recall,
};
