/** How many rows of a recording have a score, and why the others have none. */
import { contiguousSegments, frameLength, ShapeError, type TimeSeriesFrame } from '@anodec/core';

/** Why a row has no score. */
export type UnscoredReason =
  | 'no window without a gap'
  | 'first rows of a stretch'
  | 'missing reading'
  | 'no score from the detector';

/** Rows without a score for one reason. */
export interface UnscoredRows {
  readonly reason: UnscoredReason;
  readonly rows: number;
}

/** The rows of a recording; `scored` and the unscored ones add up to `rows`. */
export interface ScoredRows {
  readonly rows: number;
  readonly scored: number;
  /** The reasons that occur, in the order of `UnscoredReason`. */
  readonly unscored: readonly UnscoredRows[];
}

/**
 * Counts the rows that have a score and, by reason, those that have none. A row with several reasons
 * counts for the first of them.
 *
 * @param scores (T), NaN where a row has none
 * @param frame that was scored; NaN readings are missing
 * @param windowSize W, rows of a window; 1 for detectors that score each row alone
 * @throws ShapeError when there are more or fewer scores than rows
 */
export function countScored(
  scores: Float32Array,
  frame: TimeSeriesFrame,
  windowSize: number,
): ScoredRows {
  const rows = frameLength(frame);
  if (scores.length !== rows) {
    throw new ShapeError(`There must be a score for each of ${rows} rows, got ${scores.length}.`);
  }
  const counts: Record<UnscoredReason, number> = {
    'no window without a gap': 0,
    'first rows of a stretch': 0,
    'missing reading': 0,
    'no score from the detector': 0,
  };
  for (const reason of unscoredReasons(scores, frame, windowSize)) if (reason) counts[reason]++;
  const unscored = (Object.keys(counts) as UnscoredReason[])
    .map((reason) => ({ reason, rows: counts[reason] }))
    .filter((part) => part.rows > 0);
  return { rows, scored: unscored.reduce((rest, part) => rest - part.rows, rows), unscored };
}

/**
 * Why each row has no score; null for rows that have one.
 *
 * @param scores (T), NaN where a row has none
 * @param windowSize W, rows of a window; 1 for detectors that score each row alone
 * @returns (T)
 */
export function unscoredReasons(
  scores: Float32Array,
  frame: TimeSeriesFrame,
  windowSize: number,
): (UnscoredReason | null)[] {
  return contiguousSegments(frame).flatMap(({ start, end }) =>
    Array.from({ length: end - start }, (_, i) => {
      if (!Number.isNaN(scores[start + i])) return null;
      if (end - start < windowSize) return 'no window without a gap';
      if (i < windowSize - 1) return 'first rows of a stretch';
      return lacksReading(frame, start + i) ? 'missing reading' : 'no score from the detector';
    }),
  );
}

function lacksReading({ values, channels }: TimeSeriesFrame, t: number): boolean {
  const C = channels.length;
  return values.subarray(t * C, (t + 1) * C).some((value) => Number.isNaN(value));
}
