/** What average precision a random score has. */
import type { Metric } from '../metric.js';
import { confusionOfRows, ratio } from '../pointwise.js';

export const prevalence: Metric = {
  key: 'prevalence',
  title: 'Share of attack rows',
  description: 'Share of attack rows among the evaluated rows: the AUPRC of a random score.',
  family: 'ranking',
  unit: 'share',
  range: [0, 1],
  higherIsBetter: true,
  ranked: false,
  source: 'a ratio of counts',
  floor: 'The same for every detector.',
  scope: 'rows',
  shown: 'data',
  compute({ rows }) {
    const { truePositives, falseNegatives } = confusionOfRows(rows);
    return ratio(truePositives + falseNegatives, rows.labels.length);
  },
};
