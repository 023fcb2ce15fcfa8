/** How precise scores are on the way to all attack rows, a little early or late forgiven. */
import type { Metric } from '../metric.js';
import { rangeAreasOf } from '../range-areas.js';

export const vusPr: Metric = {
  key: 'vusPr',
  title: 'VUS-PR',
  description:
    'Area under the precision–recall curve with tolerance around attacks, the mean over tolerances of 0 to 100 rows.',
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
  compute: ({ rows }) => rangeAreasOf(rows)?.volume.pr ?? null,
};
