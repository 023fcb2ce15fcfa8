/** How many attack rows are flagged. */
import type { Metric } from '../metric.js';
import { countRows, pointMetrics } from '../pointwise.js';

export const recall: Metric = {
  key: 'recall',
  title: 'Recall',
  description: 'Share of the attack rows that lie above the threshold.',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source: 'van Rijsbergen 1979, "Information Retrieval", chapter 7',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => pointMetrics(countRows(rows.labels, rows.flags)).recall,
};
