/** Area under the ROC curve with tolerance around attacks, the mean over tolerances of 0 to 100 rows. */
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
  floor: 'About 0.5, less where attacks are short.',
  scope: 'rows',
  costly: true,
  shown: 'report',
  compute: ({ rows }) => rangeAreasOf(rows)?.volume.roc ?? null,
};
