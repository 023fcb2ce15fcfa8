/** The precision–recall area with the most tolerance around attacks. */
import type { Metric } from '../metric.js';
import { rangeAreasOf } from '../range-areas.js';

export const rangeAucPr: Metric = {
  key: 'rangeAucPr',
  title: 'R-AUC-PR',
  description: 'Area under the precision–recall curve with a tolerance of 100 rows around attacks.',
  family: 'ranking',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source:
    'Paparrizos et al. 2022, "Volume Under the Surface", as TSB-AD computes it: 250 thresholds',
  floor:
    'The share of attack rows and more: the shorter attacks are beside the tolerance, the more.',
  scope: 'rows',
  costly: true,
  shown: 'report',
  compute: ({ rows }) => rangeAreasOf(rows)?.range.pr ?? null,
};
