/** ROC and precision-recall curves with the point at which the threshold in use operates. */
import type { Ranking } from '../rows.js';

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
  /** What the threshold in use comes to, off the curve where it moves; null where no row is above it. */
  readonly operating: CurvePoint | null;
}

/** Points that a curve is drawn with, at most. */
const POINTS = 400;

/**
 * The curves of a ranking.
 *
 * @param ranking distinct scores from the largest down, as `rankScores` gives them
 * @param flags rows above the threshold in use: all of them, and those under attack
 * @returns null where one of the two classes has no row
 */
export function rankingCurves(
  ranking: Ranking,
  flags: { readonly flagged: number; readonly hits: number },
): RankingCurves | null {
  const { flagged, hits } = ranking;
  const [N, P] = [flagged.at(-1) ?? 0, hits.at(-1) ?? 0];
  if (P === 0 || P === N) return null;
  const pointOf = (above: number, found: number): CurvePoint => ({
    falsePositiveRate: (above - found) / (N - P),
    recall: found / P,
    precision: found / above,
  });
  return {
    points: thin(ranking).map((s) => pointOf(flagged[s], hits[s])),
    operating: flags.flagged === 0 ? null : pointOf(flags.flagged, flags.hits),
  };
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
