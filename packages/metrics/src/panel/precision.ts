/** How many flagged rows are attack rows. */
import type { Metric } from '../metric.js';
import { confusionOfRows, pointMetrics } from '../pointwise.js';

export const precision: Metric = {
  key: 'precision',
  title: 'Precision',
  description: 'Share of attack rows among the rows above the threshold.',
  family: 'rows',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source: 'van Rijsbergen 1979, "Information Retrieval", chapter 7',
  floor: 'The share of attack rows; undefined where no row is flagged.',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => pointMetrics(confusionOfRows(rows)).precision,
};
