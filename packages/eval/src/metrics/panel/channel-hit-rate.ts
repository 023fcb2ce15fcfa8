/** Whether the report points at the right sensor. */
import type { Metric } from '../metric.js';
import { hitRate } from '../per-attack.js';
import { ratio } from '../pointwise.js';

export const channelHitRate: Metric = {
  key: 'channelHitRate',
  title: 'Attacked channel in top 3',
  description:
    'Share of the detected attacks with known channels for which an attacked one is among the three that contribute most.',
  unit: 'share',
  range: [0, 1],
  higherIsBetter: true,
  source: 'Garg et al. 2021, "An Evaluation of Anomaly Detection and Diagnosis", RC-top-3',
  scope: 'events',
  shown: 'report',
  compute({ attacks }) {
    const { named, attacks: known } = hitRate(attacks);
    return ratio(named, known);
  },
};
