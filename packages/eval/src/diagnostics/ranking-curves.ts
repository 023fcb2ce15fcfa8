/** ROC and precision-recall curves with the point at which the threshold in use operates. */
import type { Ranking } from '../metrics/rows.js';

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
 * @param ranking distinct scores from the largest down, as `rankScores` gives them
 * @param threshold the limit in use
 * @returns null where one of the two classes has no row
 */
export function rankingCurves(ranking: Ranking, threshold: number): RankingCurves | null {
  const { scores, flagged, hits } = ranking;
  const [N, P] = [flagged.at(-1) ?? 0, hits.at(-1) ?? 0];
  if (P === 0 || P === N) return null;
  const pointOf = (s: number): CurvePoint => ({
    falsePositiveRate: (flagged[s] - hits[s]) / (N - P),
    recall: hits[s] / P,
    precision: hits[s] / flagged[s],
  });
  const above = scores.findLastIndex((score) => score > threshold);
  return { points: thin(ranking).map(pointOf), operating: above < 0 ? null : pointOf(above) };
}

/** Steps at most about equally many rows or attack rows apart, the first and the last among them. */
function thin({ flagged, hits }: Ranking): number[] {
  const [N, P] = [flagged.at(-1) ?? 0, hits.at(-1) ?? 0];
  const kept: number[] = [];
  for (let s = 0; s < flagged.length; s++) {
    const last = kept.at(-1);
    const far =
      last === undefined ||
      flagged[s] - flagged[last] >= N / (POINTS / 2) ||
      hits[s] - hits[last] >= P / (POINTS / 2);
    if (far || s === flagged.length - 1) kept.push(s);
  }
  return kept;
}
