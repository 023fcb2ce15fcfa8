/** How much of normal time is flagged. */
import type { Metric } from '../metric.js';
import { confusionOfRows, ratio } from '../pointwise.js';

export const falseRowShare: Metric = {
  key: 'falseRowShare',
  title: 'FAR',
  description:
    'Share of the normal rows that lie above the threshold: the false alarm rate of SKAB.',
  family: 'rows',
  unit: 'share',
  range: [0, 1],
  higherIsBetter: false,
  source: 'Katser & Kozitsin 2020, "Skoltech Anomaly Benchmark (SKAB)"',
  floor: 'The share of rows that are flagged.',
  scope: 'rows',
  shown: 'report',
  compute: ({ rows }) => {
    const { falsePositives, trueNegatives } = confusionOfRows(rows);
    return ratio(falsePositives, falsePositives + trueNegatives);
  },
};
