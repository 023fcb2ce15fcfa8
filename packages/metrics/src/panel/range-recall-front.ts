/** How much of the beginning of each attack lies in alarms. */
import type { Metric } from '../metric.js';
import { rangeReward } from '../range-based.js';
import { alarmRuns, attackRuns } from '../runs.js';

export const rangeRecallFront: Metric = {
  key: 'rangeRecallFront',
  title: 'Range recall, front bias',
  description:
    'Range recall in which the first rows of an attack weigh most: it rewards early alarms.',
  family: 'ranges',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source:
    'Tatbul et al. 2018, "Precision and Recall for Time Series", sections 4.1 and 4.2; α = 0, front bias, cardinality 1 / x',
  floor: 'Alarms of a single row cover little of an attack; depends on how many rows are flagged.',
  chance: 'alarms',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => rangeReward(attackRuns(rows), alarmRuns(rows), { bias: 'front' }),
};
