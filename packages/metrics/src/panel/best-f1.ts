/** The upper bound of F1 over all thresholds, which no one can choose without labels. */
import type { Metric } from '../metric.js';
import { bestF1 as oracleF1 } from '../ranking.js';

export const bestF1: Metric = {
  key: 'bestF1',
  title: 'Best F1 (ORACLE)',
  description: 'The best F1 of any threshold, chosen with the labels known: an upper bound.',
  family: 'ranking',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source: 'maximum over the distinct scores',
  floor: 'That of flagging every row, about: 2p / (1 + p) for a share p of attack rows.',
  scope: 'rows',
  costly: true,
  shown: 'report',
  compute: ({ rows }) => oracleF1(rows.ranking())?.f1 ?? null,
};
