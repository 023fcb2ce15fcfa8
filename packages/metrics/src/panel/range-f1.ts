/** Range precision and range recall in one number. */
import type { Metric } from '../metric.js';
import { harmonicMean } from '../pointwise.js';
import { rangePrecision } from './range-precision.js';
import { rangeRecall } from './range-recall.js';

export const rangeF1: Metric = {
  key: 'rangeF1',
  title: 'Range F1',
  description: 'Harmonic mean of range precision and range recall with flat bias.',
  family: 'ranges',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source: 'Tatbul et al. 2018, "Precision and Recall for Time Series", sections 4.1 and 4.2',
  floor: 'Alarms of a single row cover little of an attack; depends on how many rows are flagged.',
  chance: 'alarms',
  scope: 'rows',
  shown: 'report',
  compute: (input) => harmonicMean(rangePrecision.compute(input), rangeRecall.compute(input)),
};
