/** What average precision a random score has. */
import type { Metric } from '../metric.js';
import { rankingMetrics } from '../ranking.js';

export const prevalence: Metric = {
  key: 'prevalence',
  title: 'Share of attack rows',
  description: 'Share of attack rows among the evaluated rows: the AUPRC of a random score.',
  unit: 'share',
  range: [0, 1],
  higherIsBetter: true,
  source: 'a ratio of counts',
  scope: 'rows',
  shown: 'data',
  compute: ({ rows }) => rankingMetrics(rows.ranking()).prevalence,
};
