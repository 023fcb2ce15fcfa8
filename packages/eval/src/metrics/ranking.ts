/**
 * Figures of the order of scores, whatever the threshold. All walk once through the scores from the
 * strangest down; rows with equal scores are taken in one step, so that ties are neither won nor lost.
 */
import { type PointFigures, figuresOf } from './pointwise.js';
import type { OracleThreshold } from '../threshold/threshold.js';

/** Figures of a ranking; null where one of the two classes has no row. */
export interface RankingFigures {
  /** Chance that an attack row scores above a normal one. */
  readonly auroc: number | null;
  /** Average precision over the recall gained at each distinct score. */
  readonly auprc: number | null;
  /** Share of attack rows: the average precision of a random score. */
  readonly prevalence: number | null;
}

/** One distinct score: rows and attack rows at or above it. */
interface Step {
  readonly score: number;
  readonly flagged: number;
  readonly hits: number;
}

/**
 * AUROC and average precision.
 *
 * @param labels (N), anything but 0 is an attack row
 * @param scores (N), all numbers
 *
 * Source: Fawcett 2006, "An introduction to ROC analysis", algorithm 3; average precision as
 * scikit-learn's `average_precision_score`, without interpolation.
 */
export function rankingFigures(labels: ArrayLike<number>, scores: Float32Array): RankingFigures {
  const N = scores.length;
  const steps = stepsOf(labels, scores);
  const P = steps.at(-1)?.hits ?? 0;
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

/** The limit with the best F1 and what it reaches: picked with the labels in hand, an ORACLE. */
export interface OracleFigures {
  readonly threshold: OracleThreshold;
  readonly figures: PointFigures;
}

/**
 * The best F1 that any limit could reach. The limit lies half-way to the next lower score.
 *
 * @returns null where no row is labelled
 */
export function bestF1(labels: ArrayLike<number>, scores: Float32Array): OracleFigures | null {
  const steps = stepsOf(labels, scores);
  const P = steps.at(-1)?.hits ?? 0;
  if (P === 0) return null;
  const f1 = ({ flagged, hits }: Step): number => (2 * hits) / (flagged + P);
  let best = 0;
  for (let i = 1; i < steps.length; i++) if (f1(steps[i]) > f1(steps[best])) best = i;
  const { score, flagged, hits } = steps[best];
  const below = steps.at(best + 1)?.score ?? score - 1;
  const rule = 'ORACLE: the limit with the best F1, chosen with the labels in hand';
  return {
    threshold: { sawLabels: true, kind: 'ORACLE', value: (score + below) / 2, rule },
    figures: figuresOf(hits, flagged, P, scores.length),
  };
}

/** Distinct scores from the largest down, with how many rows and attack rows reach them. */
function stepsOf(labels: ArrayLike<number>, scores: Float32Array): Step[] {
  const order = Uint32Array.from(scores, (_, t) => t).sort((a, b) => scores[b] - scores[a]);
  const steps: Step[] = [];
  let hits = 0;
  for (let i = 0; i < order.length; i++) {
    if (labels[order[i]] !== 0) hits++;
    const score = scores[order[i]];
    if (i + 1 < order.length && scores[order[i + 1]] === score) continue;
    steps.push({ score, flagged: i + 1, hits });
  }
  return steps;
}
