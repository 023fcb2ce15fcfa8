/** How much of the attacks is not flagged. */
import type { Metric } from '../metric.js';
import { confusionOfRows, ratio } from '../pointwise.js';

export const missedRowShare: Metric = {
  key: 'missedRowShare',
  title: 'MAR',
  description:
    'Share of the attack rows that do not lie above the threshold: the missed alarm rate of SKAB.',
  family: 'rows',
  unit: 'share',
  range: [0, 1],
  higherIsBetter: false,
  source: 'Katser & Kozitsin 2020, "Skoltech Anomaly Benchmark (SKAB)"',
  floor: 'The share of rows that are not flagged.',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => {
    const { truePositives, falseNegatives } = confusionOfRows(rows);
    return ratio(falseNegatives, truePositives + falseNegatives);
  },
};
