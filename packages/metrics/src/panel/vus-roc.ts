/** How well scores rank attack rows above normal ones, a little early or late forgiven. */
import type { Metric } from '../metric.js';
import { rangeAreasOf } from '../range-areas.js';

export const vusRoc: Metric = {
  key: 'vusRoc',
  title: 'VUS-ROC',
  description:
    'Area under the ROC curve with tolerance around attacks, the mean over tolerances of 0 to 100 rows.',
  family: 'ranking',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source:
    'Paparrizos et al. 2022, "Volume Under the Surface", as TSB-AD computes it: 250 thresholds',
  floor: '0.5 and more: the shorter attacks are beside the tolerance, the more.',
  scope: 'rows',
  costly: true,
  shown: 'report',
  compute: ({ rows }) => rangeAreasOf(rows)?.volume.roc ?? null,
};
