/** Point-adjusted F1, which random scores win: only to be compared with its floor. */
import type { Metric } from '../metric.js';
import { adjustedF1 } from '../adjusted.js';

export const pointAdjustedF1: Metric = {
  key: 'pointAdjustedF1',
  title: 'PA F1 (adjusted, not comparable)',
  description: 'F1 of rows after an attack with a single flagged row counts as flagged in full.',
  family: 'adjusted',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source:
    'Xu et al. 2018, "Unsupervised Anomaly Detection via Variational Auto-Encoder for Seasonal KPIs", section 4.2',
  floor: 'Near 1 for long attacks, far above plain F1: random scores are rewarded.',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => adjustedF1(rows, 0),
};
