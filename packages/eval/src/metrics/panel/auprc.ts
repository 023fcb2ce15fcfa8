/** How precise scores are on the way to all attack rows, whatever the threshold. */
import type { Metric } from '../metric.js';
import { rankingMetrics } from '../ranking.js';

export const auprc: Metric = {
  key: 'auprc',
  title: 'AUPRC',
  description: 'Average precision over the recall gained at each distinct score.',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source: 'average precision without interpolation, as scikit-learn computes it',
  scope: 'rows',
  compute: ({ rows }) => rankingMetrics(rows.ranking()).auprc,
};
