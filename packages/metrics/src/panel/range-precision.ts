/** How much of each alarm lies in attacks. */
import type { Metric } from '../metric.js';
import { rangeReward } from '../range-based.js';
import { alarmRuns, attackRuns } from '../runs.js';

export const rangePrecision: Metric = {
  key: 'rangePrecision',
  title: 'Range precision',
  description:
    'Mean share of an alarm that lies in attacks, divided by the number of attacks that it meets.',
  family: 'ranges',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source:
    'Tatbul et al. 2018, "Precision and Recall for Time Series", sections 4.1 and 4.2; flat bias, cardinality 1 / x',
  floor: 'The share of attack rows; undefined without an alarm.',
  chance: 'alarms',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => rangeReward(alarmRuns(rows), attackRuns(rows)),
};
