/** How well scores rank attack rows above normal ones, whatever the threshold. */
import type { Metric } from '../metric.js';
import { rankingMetrics } from '../ranking.js';

export const auroc: Metric = {
  key: 'auroc',
  title: 'AUROC',
  description: 'Chance that an attack row scores above a normal one.',
  family: 'ranking',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source: 'Fawcett 2006, "An introduction to ROC analysis", algorithm 3',
  floor: '0.5.',
  scope: 'rows',
  costly: true,
  shown: 'report',
  compute: ({ rows }) => rankingMetrics(rows.ranking()).auroc,
};
