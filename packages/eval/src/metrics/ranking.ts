/**
 * Metrics of the order of scores, whatever the threshold. All walk once through the scores from the
 * highest down; rows with equal scores are taken in one step, so that ties are neither won nor lost.
 */
import { type Confusion, confusionOf, pointMetrics, type PointMetrics } from './pointwise.js';
import type { OracleThreshold } from '../threshold/threshold.js';

/** Metrics of a ranking; null where one of the two classes has no row. */
export interface RankingMetrics {
  /** Chance that an attack row scores above a normal one. */
  readonly auroc: number | null;
  /** Average precision over the recall gained at each distinct score. */
  readonly auprc: number | null;
  /** Share of attack rows: the average precision of a random score. */
  readonly prevalence: number | null;
}

/** One distinct score: rows and attack rows at or above it. */
export interface RankingStep {
  readonly score: number;
  readonly flagged: number;
  readonly hits: number;
}

/**
 * Distinct scores from the largest down, with how many rows and attack rows reach them.
 *
 * @param labels (N), anything but 0 is an attack row
 * @param scores (N), all numbers
 */
export function rankScores(labels: ArrayLike<number>, scores: Float32Array): RankingStep[] {
  const order = Uint32Array.from(scores, (_, t) => t).sort((a, b) => scores[b] - scores[a]);
  const steps: RankingStep[] = [];
  let hits = 0;
  for (let i = 0; i < order.length; i++) {
    if (labels[order[i]] !== 0) hits++;
    const score = scores[order[i]];
    if (i + 1 < order.length && scores[order[i + 1]] === score) continue;
    steps.push({ score, flagged: i + 1, hits });
  }
  return steps;
}

/**
 * AUROC, average precision and prevalence.
 *
 * Source: Fawcett 2006, "An introduction to ROC analysis", algorithm 3; average precision as
 * scikit-learn's `average_precision_score`, without interpolation.
 */
export function rankingMetrics(steps: readonly RankingStep[]): RankingMetrics {
  const { flagged: N = 0, hits: P = 0 } = steps.at(-1) ?? {};
  const prevalence = N > 0 ? P / N : null;
  if (P === 0 || P === N) return { auroc: null, auprc: null, prevalence };
  let area = 0;
  let precisionSum = 0;
  let [hitsBefore, missesBefore] = [0, 0];
  for (const { flagged, hits } of steps) {
    const misses = flagged - hits;
    area += ((misses - missesBefore) * (hits + hitsBefore)) / 2;
    precisionSum += ((hits - hitsBefore) * hits) / flagged;
    [hitsBefore, missesBefore] = [hits, misses];
  }
  return { auroc: area / (P * (N - P)), auprc: precisionSum / P, prevalence };
}

/** The limit with the best F1 and what it reaches: chosen with the labels known, an ORACLE. */
export interface OracleF1 extends PointMetrics {
  readonly threshold: OracleThreshold;
  readonly confusion: Confusion;
}

/**
 * The best F1 that any limit could reach. The limit lies half-way to the next lower score.
 *
 * @returns null where no row is labelled as attack
 */
export function bestF1(steps: readonly RankingStep[]): OracleF1 | null {
  const { flagged: N = 0, hits: P = 0 } = steps.at(-1) ?? {};
  if (P === 0) return null;
  const f1 = ({ flagged, hits }: RankingStep): number => (2 * hits) / (flagged + P);
  let best = 0;
  for (let i = 1; i < steps.length; i++) if (f1(steps[i]) > f1(steps[best])) best = i;
  const { score, flagged, hits } = steps[best];
  const below = steps.at(best + 1)?.score ?? score - 1;
  const rule = 'ORACLE: the limit with the best F1, chosen with the labels known';
  const confusion = confusionOf(hits, flagged, P, N);
  return {
    threshold: { sawLabels: true, kind: 'ORACLE', value: (score + below) / 2, rule },
    confusion,
    ...pointMetrics(confusion),
  };
}
