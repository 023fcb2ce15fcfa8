/** How high the attacked channels rank over an attack. */
import type { Metric } from '../metric.js';
import { attackRanks, meanGain } from '../root-cause.js';

export const ndcg100: Metric = {
  key: 'ndcg100',
  title: 'NDCG@100 %',
  description:
    'Discounted gain of the attacked channels among as many channels as were attacked, those that contribute most to the attack; the mean over attacks.',
  family: 'rootCause',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source:
    'Tuli et al. 2022, "TranAD: Deep Transformer Networks for Anomaly Detection in Multivariate Time Series Data"',
  floor: 'That of HitRate, about.',
  scope: 'events',
  costly: true,
  shown: 'report',
  compute: ({ recordings }) => meanGain(attackRanks(recordings), 100),
};
