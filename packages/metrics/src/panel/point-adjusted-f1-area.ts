/** The adjusted F1 over all shares K. */
import type { Metric } from '../metric.js';
import { adjustedF1Area } from '../adjusted.js';

export const pointAdjustedF1Area: Metric = {
  key: 'pointAdjustedF1Area',
  title: 'PA%K F1, area over K (adjusted, not comparable)',
  description:
    'Area under the F1 of rows over the share K from which on an attack counts as flagged in full, 0 to 100 %.',
  family: 'adjusted',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source: 'Kim et al. 2022, "Towards a Rigorous Evaluation of Time-Series Anomaly Detection"',
  floor: 'A little above that of plain F1.',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => adjustedF1Area(rows),
};
