/** How far two lists of scores lie apart, a missing score being equal to a missing one. */

/** Arithmetic of other batch sizes may round differently; what lies within this share is the same. */
export const TOLERANCE = 1e-4;

/** A comparison of scores. */
export interface ScoreDifference {
  /** Largest difference as a share of the larger value; Infinity where one is missing alone. */
  readonly largest: number;
  /** First row beyond the tolerance; absent where there is none. */
  readonly row?: number;
}

/** Compares the first scores of two lists, as many as the shorter one has. */
export function compareScores(a: ArrayLike<number>, b: ArrayLike<number>): ScoreDifference {
  const length = Math.min(a.length, b.length);
  let largest = 0;
  let row: number | undefined;
  for (let t = 0; t < length; t++) {
    const difference = relativeDifference(a[t], b[t]);
    if (difference > TOLERANCE && row === undefined) row = t;
    largest = Math.max(largest, difference);
  }
  return row === undefined ? { largest } : { largest, row };
}

function relativeDifference(a: number, b: number): number {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return 0;
  if (Number.isNaN(a) || Number.isNaN(b)) return Infinity;
  return Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}

/** The comparison in words. */
export function describeDifference({ largest, row }: ScoreDifference): string {
  if (largest === 0) return 'equal to the bit';
  const share = `${(100 * largest).toPrecision(2)} %`;
  if (row === undefined)
    return `equal within ${share} (${100 * TOLERANCE} % is allowed for rounding)`;
  const how = largest === Infinity ? 'only one of the two has a score' : `up to ${share} apart`;
  return `differs from row ${row} on: ${how}`;
}
