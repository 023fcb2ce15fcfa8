/** Charts of scores: ROC curves over one another, and how normal and anomalous days are spread. */
import { type ChartSpec, detectorCurves, scoreHistograms } from '@anodec/charts';
import type { DayEvaluation } from '../assess/evaluate-scores.js';

/** A result under the name that the legend has. */
export interface NamedEvaluation {
  readonly name: string;
  readonly result: Pick<DayEvaluation, 'roc' | 'fpr' | 'recall'>;
}

/** The ROC curves of one or several results, each with its area and its threshold. */
export function rocChart(
  results: readonly NamedEvaluation[],
  title = 'ROC of normal and anomalous days',
): ChartSpec {
  return detectorCurves({
    title,
    x: 'False positive rate',
    y: 'True positive rate',
    chance: [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
    curves: results.map(({ name, result: { roc, fpr, recall } }) => ({
      name: `${name} (AUC ${roc.auc.toFixed(3)})`,
      points: roc.points.map((point) => ({ x: point.fpr, y: point.tpr })),
      operating: fpr === null || recall === null ? null : { x: fpr, y: recall },
    })),
  });
}

/** The spread of the scores of normal and of anomalous days, and the threshold. */
export function scoreHistogram(
  normal: ArrayLike<number>,
  anomalous: ArrayLike<number>,
  threshold?: number,
): ChartSpec {
  return scoreHistograms({
    title: 'Scores of normal and of anomalous days',
    groups: [
      { name: 'normal', scores: normal },
      { name: 'anomalous', scores: anomalous },
    ],
    ...(threshold !== undefined && { threshold }),
  });
}
