/** What scores of normal and of anomalous days come to at a threshold. */
import { mean } from '@anodec/core';
import {
  brunnerMunzel,
  type BrunnerMunzelTest,
  type Confusion,
  confusionOf,
  contingencyTest,
  type ContingencyTest,
  mannWhitney,
  type MannWhitneyTest,
  pointMetrics,
  ratio,
  welchTest,
  type WelchTest,
} from '@anodec/metrics';
import { rocCurve, type RocCurve, youdenPoint } from './roc.js';

/** The result at one threshold; null where a ratio has nothing to divide by. */
export interface DayEvaluation {
  /** Days with a score above it are anomalous. */
  readonly threshold: number;
  /** Whether the threshold was chosen with these labels known: the result is too good then. */
  readonly sawLabels: boolean;
  readonly roc: RocCurve;
  readonly confusion: Confusion;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  readonly accuracy: number | null;
  readonly fpr: number | null;
  readonly specificity: number | null;
  readonly normalMean: number;
  readonly anomalousMean: number;
}

/**
 * Evaluates scores of days.
 *
 * @param normal scores of normal days, at least one
 * @param anomalous scores of anomalous days, at least one
 * @param threshold from scores of other, normal days; default Youden's point on these scores, which sees the labels
 * @throws DataError when one of the two has no score, or a score is not finite
 */
export function evaluateScores(
  normal: ArrayLike<number>,
  anomalous: ArrayLike<number>,
  threshold?: number,
): DayEvaluation {
  const roc = rocCurve(normal, anomalous);
  const limit = threshold ?? youdenPoint(roc).threshold;
  const above = (scores: ArrayLike<number>): number =>
    Array.from(scores).filter((score) => score > limit).length;
  const [hits, falses] = [above(anomalous), above(normal)];
  const days = normal.length + anomalous.length;
  const confusion = confusionOf(hits, hits + falses, anomalous.length, days);
  return {
    threshold: limit,
    sawLabels: threshold === undefined,
    roc,
    confusion,
    ...pointMetrics(confusion),
    accuracy: ratio(confusion.truePositives + confusion.trueNegatives, days),
    fpr: ratio(falses, normal.length),
    specificity: ratio(confusion.trueNegatives, normal.length),
    normalMean: mean(normal),
    anomalousMean: mean(anomalous),
  };
}

/**
 * The result as a table of one row: names as in the original, misspelt ones included, and the threshold, which it did not
 * keep.
 */
export function accuracyCsv(result: DayEvaluation): string {
  const { precision, recall, f1, accuracy, fpr, specificity, normalMean, anomalousMean } = result;
  const columns: Readonly<Record<string, number | null>> = {
    precision,
    recall,
    f1_score: f1,
    acuarry: accuracy,
    auc: result.roc.auc,
    fpr,
    tpr: recall,
    specificity,
    nomal_score_avg: normalMean,
    anomaly_score_avg: anomalousMean,
    threshold: result.threshold,
  };
  const values = Object.values(columns).map((value) => value ?? '');
  return `${Object.keys(columns).join(',')}\n${values.join(',')}\n`;
}

/** Tests whether normal and anomalous days score differently; null where a test cannot be made. */
export interface ScoreTests {
  /** U of the normal days. */
  readonly mannWhitney: MannWhitneyTest;
  readonly welch: WelchTest | null;
  readonly brunnerMunzel: BrunnerMunzelTest | null;
  /** Of the table of labels and verdicts at the threshold, without correction. */
  readonly chiSquare: ContingencyTest | null;
}

/** Tests the two groups of scores; all but U need two days of each, χ² also two verdicts. */
export function testScores(
  normal: ArrayLike<number>,
  anomalous: ArrayLike<number>,
  { confusion }: Pick<DayEvaluation, 'confusion'>,
): ScoreTests {
  const isEnough = normal.length > 1 && anomalous.length > 1;
  const { truePositives, falseNegatives, falsePositives, trueNegatives } = confusion;
  const hasBoth = truePositives + falsePositives > 0 && falseNegatives + trueNegatives > 0;
  const counts = [
    [truePositives, falseNegatives],
    [falsePositives, trueNegatives],
  ];
  return {
    mannWhitney: mannWhitney(normal, anomalous),
    welch: isEnough ? welchTest(normal, anomalous) : null,
    brunnerMunzel: isEnough ? brunnerMunzel(normal, anomalous) : null,
    chiSquare: hasBoth ? contingencyTest(counts) : null,
  };
}
