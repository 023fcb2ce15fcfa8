/** Precision and recall of rows in one number. */
import type { Metric } from '../metric.js';
import { countRows, pointMetrics } from '../pointwise.js';

export const f1: Metric = {
  key: 'f1',
  title: 'F1',
  description: 'Harmonic mean of precision and recall of the rows above the threshold.',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source: 'van Rijsbergen 1979, "Information Retrieval", chapter 7',
  scope: 'rows',
  compute: ({ rows }) => pointMetrics(countRows(rows.labels, rows.flags)).f1,
};
