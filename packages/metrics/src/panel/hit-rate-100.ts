/** Whether the attacked channels rank first over an attack. */
import type { Metric } from '../metric.js';
import { attackRanks, meanHitRate } from '../root-cause.js';

export const hitRate100: Metric = {
  key: 'hitRate100',
  title: 'HitRate@100 %',
  description:
    'Share of the attacked channels among as many channels as were attacked, those that contribute most to the attack; the mean over attacks.',
  family: 'rootCause',
  unit: 'share',
  range: [0, 1],
  higherIsBetter: true,
  source:
    'Su et al. 2019, "Robust Anomaly Detection for Multivariate Time Series through Stochastic Recurrent Neural Network"',
  floor: 'g of the C channels for an attack on g of them.',
  scope: 'events',
  costly: true,
  shown: 'report',
  compute: ({ recordings }) => meanHitRate(attackRanks(recordings), 100),
};
