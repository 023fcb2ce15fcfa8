/** Precision and recall of rows in one number. */
import type { Metric } from '../metric.js';
import { confusionOfRows, pointMetrics } from '../pointwise.js';

export const f1: Metric = {
  key: 'f1',
  title: 'F1',
  description: 'Harmonic mean of precision and recall of the rows above the threshold.',
  family: 'rows',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source: 'van Rijsbergen 1979, "Information Retrieval", chapter 7',
  floor:
    'Between 0 and 2p / (1 + p) for a share p of attack rows, reached where every row is flagged.',
  scope: 'rows',
  compute: ({ rows }) => pointMetrics(confusionOfRows(rows)).f1,
};
