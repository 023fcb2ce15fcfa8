/** eTaR: how well attacks are covered. */
import type { Metric } from '../metric.js';
import { enhancedTimeAwareOf } from '../time-aware.js';

export const enhancedTimeAwareRecall: Metric = {
  key: 'enhancedTimeAwareRecall',
  title: 'eTaR',
  description: 'Attacks that precise alarms cover by a tenth and more, and how much of them.',
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
  compute: ({ rows }) => enhancedTimeAwareOf(rows).recall,
};
