/** Whether the attacked channels rank among the first over an attack, with some room. */
import type { Metric } from '../metric.js';
import { attackRanks, meanHitRate } from '../root-cause.js';

export const hitRate150: Metric = {
  key: 'hitRate150',
  title: 'HitRate@150 %',
  description:
    'Share of the attacked channels among half as many channels again as were attacked, those that contribute most to the attack; the mean over attacks.',
  family: 'rootCause',
  unit: 'share',
  range: [0, 1],
  higherIsBetter: true,
  source:
    'Su et al. 2019, "Robust Anomaly Detection for Multivariate Time Series through Stochastic Recurrent Neural Network"',
  floor: '⌊1.5 g⌋ of the C channels for an attack on g of them.',
  scope: 'events',
  costly: true,
  shown: 'report',
  compute: ({ recordings }) => meanHitRate(attackRanks(recordings), 150),
};
