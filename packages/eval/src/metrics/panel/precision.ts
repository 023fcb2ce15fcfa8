/** How many flagged rows are attack rows. */
import type { Metric } from '../metric.js';
import { countRows, pointMetrics } from '../pointwise.js';

export const precision: Metric = {
  key: 'precision',
  title: 'Precision',
  description: 'Share of attack rows among the rows above the threshold.',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source: 'van Rijsbergen 1979, "Information Retrieval", chapter 7',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => pointMetrics(countRows(rows.labels, rows.flags)).precision,
};
