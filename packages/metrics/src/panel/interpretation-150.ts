/** Whether the attacked channels rank among the first in each row of an attack, with some room. */
import type { Metric } from '../metric.js';
import { attackRanks, meanRowHitRate } from '../root-cause.js';

export const interpretation150: Metric = {
  key: 'interpretation150',
  title: 'Interpretation score @150 %',
  description:
    'Share of the attacked channels among half as many channels again as were attacked, those that contribute most to a row; the mean over attack rows.',
  family: 'rootCause',
  unit: 'share',
  range: [0, 1],
  higherIsBetter: true,
  source:
    'Li et al. 2021, "Multivariate Time Series Anomaly Detection and Interpretation using Hierarchical Inter-Metric and Temporal Embedding"',
  floor: '⌊1.5 g⌋ of the C channels for an attack on g of them.',
  scope: 'events',
  costly: true,
  shown: 'report',
  compute: ({ recordings }) => meanRowHitRate(attackRanks(recordings), 150),
};
