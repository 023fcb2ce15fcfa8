/** eTaP: how well alarms fit attacks. */
import type { Metric } from '../metric.js';
import { enhancedTimeAwareOf } from '../time-aware.js';

export const enhancedTimeAwarePrecision: Metric = {
  key: 'enhancedTimeAwarePrecision',
  title: 'eTaP',
  description:
    'Alarms that lie in attacks by half and more, and how much of them, where the attack is covered enough.',
  family: 'ranges',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source:
    'Hwang et al. 2022, "Do You Know Existing Accuracy Metrics Overrate Time-Series Anomaly Detections?", θp = 0.5, θr = 0.1, δ = 0',
  floor: 'Near 0, as single rows cover too little of an attack; undefined without an alarm.',
  chance: 'alarms',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => enhancedTimeAwareOf(rows).precision,
};
