/** How precise scores are on the way to all attack rows, whatever the threshold. */
import type { Metric } from '../metric.js';
import { rankingMetrics } from '../ranking.js';

export const auprc: Metric = {
  key: 'auprc',
  title: 'AUPRC',
  description: 'Average precision over the recall gained at each distinct score.',
  family: 'ranking',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source: 'average precision without interpolation, as scikit-learn computes it',
  floor: 'The share of attack rows.',
  scope: 'rows',
  costly: true,
  compute: ({ rows }) => rankingMetrics(rows.ranking()).auprc,
};
