/** How high the attacked channels rank over an attack, with some room. */
import type { Metric } from '../metric.js';
import { attackRanks, meanGain } from '../root-cause.js';

export const ndcg150: Metric = {
  key: 'ndcg150',
  title: 'NDCG@150 %',
  description:
    'Discounted gain of the attacked channels among half as many channels again as were attacked, those that contribute most to the attack; the mean over attacks.',
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
  compute: ({ recordings }) => meanGain(attackRanks(recordings), 150),
};
