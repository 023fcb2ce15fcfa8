/** Precision of rows and recall of attacks in one number. */
import type { Metric } from '../metric.js';
import { confusionOfRows, harmonicMean, pointMetrics, ratio } from '../pointwise.js';
import { attackRuns } from '../runs.js';

export const compositeF1: Metric = {
  key: 'compositeF1',
  title: 'Composite F1 (Fc1)',
  description:
    'Harmonic mean of the precision of rows and the share of attacks with a row above the threshold.',
  family: 'detection',
  unit: 'number',
  range: [0, 1],
  higherIsBetter: true,
  source:
    'Garg et al. 2021, "An Evaluation of Anomaly Detection and Diagnosis in Multivariate Time Series"',
  floor: 'Up to 2p / (1 + p) for a share p of attack rows; undefined where no row is flagged.',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => {
    const attacks = attackRuns(rows);
    const flagged = attacks.filter(({ start, end }) => rows.flags.subarray(start, end).includes(1));
    const { precision } = pointMetrics(confusionOfRows(rows));
    return harmonicMean(precision, ratio(flagged.length, attacks.length));
  },
};
