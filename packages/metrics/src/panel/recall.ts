/** How many attack rows are flagged. */
import type { Metric } from '../metric.js';
import { confusionOfRows, pointMetrics } from '../pointwise.js';

export const recall: Metric = {
  key: 'recall',
  title: 'Recall',
  description: 'Share of the attack rows that lie above the threshold.',
  family: 'rows',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source: 'van Rijsbergen 1979, "Information Retrieval", chapter 7',
  floor: 'The share of rows that are flagged.',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => pointMetrics(confusionOfRows(rows)).recall,
};
