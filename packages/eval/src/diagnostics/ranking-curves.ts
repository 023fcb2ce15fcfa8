/** ROC and precision-recall curves with the point at which the threshold in use operates. */
import type { RankingStep } from '../metrics/ranking.js';

/** One limit of a curve. */
export interface CurvePoint {
  readonly falsePositiveRate: number;
  /** Recall, the true-positive rate. */
  readonly recall: number;
  readonly precision: number;
}

/** The curves, from the highest limit down. */
export interface RankingCurves {
  readonly points: readonly CurvePoint[];
  /** Where the threshold in use lies; null where no row is above it. */
  readonly operating: CurvePoint | null;
}

/** Points that a curve is drawn with, at most. */
const POINTS = 400;

/**
 * The curves of a ranking.
 *
 * @param steps distinct scores from the largest down, as `rankScores` gives them
 * @param threshold the limit in use
 * @returns null where one of the two classes has no row
 */
export function rankingCurves(
  steps: readonly RankingStep[],
  threshold: number,
): RankingCurves | null {
  const { flagged: N = 0, hits: P = 0 } = steps.at(-1) ?? {};
  if (P === 0 || P === N) return null;
  const pointOf = ({ flagged, hits }: RankingStep): CurvePoint => ({
    falsePositiveRate: (flagged - hits) / (N - P),
    recall: hits / P,
    precision: hits / flagged,
  });
  const above = steps.filter(({ score }) => score > threshold).at(-1);
  return { points: thin(steps).map(pointOf), operating: above ? pointOf(above) : null };
}

/** Steps at most about equally many rows or attack rows apart, the first and the last among them. */
function thin(steps: readonly RankingStep[]): RankingStep[] {
  const { flagged: N = 0, hits: P = 0 } = steps.at(-1) ?? {};
  const kept: RankingStep[] = [];
  for (const [i, step] of steps.entries()) {
    const last = kept.at(-1);
    const far =
      last === undefined ||
      step.flagged - last.flagged >= N / (POINTS / 2) ||
      step.hits - last.hits >= P / (POINTS / 2);
    if (far || i === steps.length - 1) kept.push(step);
  }
  return kept;
}
