/** Flags and labels in one number that counts all four cells. */
import type { Metric } from '../metric.js';
import { confusionOfRows, matthewsCorrelation } from '../pointwise.js';

export const mcc: Metric = {
  key: 'mcc',
  title: 'MCC',
  description: 'Correlation of flags and labels over rows (Matthews).',
  family: 'rows',
  unit: 'number',
  range: [-1, 1],
  higherIsBetter: true,
  source:
    'Matthews 1975, "Comparison of the predicted and observed secondary structure of T4 phage lysozyme"',
  floor: '0; undefined where every row is flagged or none is.',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => matthewsCorrelation(confusionOfRows(rows)),
};
