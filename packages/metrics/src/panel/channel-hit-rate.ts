/** Whether the report points at the right sensor. */
import type { Metric } from '../metric.js';
import { attackRanks, namedShare } from '../root-cause.js';

export const channelHitRate: Metric = {
  key: 'channelHitRate',
  title: 'Attacked channel in top 3',
  description:
    'Share of the detected attacks with known channels for which an attacked one is among the three that contribute most.',
  family: 'rootCause',
  unit: 'share',
  range: [0, 1],
  higherIsBetter: true,
  source: 'Garg et al. 2021, "An Evaluation of Anomaly Detection and Diagnosis", RC-top-3',
  floor: '3 of the C channels for an attack on one.',
  scope: 'events',
  costly: true,
  shown: 'report',
  compute: ({ recordings }) => namedShare(attackRanks(recordings)),
};
