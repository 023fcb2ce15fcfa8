/** Point-adjusted F1 of attacks that are flagged by a fifth. */
import type { Metric } from '../metric.js';
import { adjustedF1 } from '../adjusted.js';

export const pointAdjustedF1At20: Metric = {
  key: 'pointAdjustedF1At20',
  title: 'PA%20 F1 (adjusted, not comparable)',
  description:
    'F1 of rows after an attack of which more than 20 % of the rows are flagged counts as flagged in full.',
  family: 'adjusted',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source:
    'Kim et al. 2022, "Towards a Rigorous Evaluation of Time-Series Anomaly Detection", K = 20',
  floor: 'That of plain F1, unless a fifth of the rows is flagged.',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => adjustedF1(rows, 20),
};
