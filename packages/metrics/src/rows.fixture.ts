/** Rows as metrics are given them, from flags written by hand, for tests of metrics. */
import type { EvaluatedRows } from './rows.js';
import { rankScores } from './ranking.js';

/** What a test says about rows; alarms are the flagged rows, scores the flags, where it says nothing. */
export interface RowParts {
  readonly labels: ArrayLike<number>;
  readonly flags?: ArrayLike<number>;
  readonly alarmed?: ArrayLike<number>;
  readonly scores?: ArrayLike<number>;
  readonly starts?: readonly number[];
}

/** Evaluated rows of one recording, or of several that begin at `starts`. */
export function rowsOf({ starts = [0], ...parts }: RowParts): EvaluatedRows {
  const labels = Uint8Array.from(parts.labels);
  const flags = Uint8Array.from(parts.flags ?? parts.alarmed ?? labels);
  const scores = Float32Array.from(parts.scores ?? flags);
  const alarmed = Uint8Array.from(parts.alarmed ?? flags);
  return { labels, flags, scores, alarmed, starts, ranking: () => rankScores(labels, scores) };
}

/** Flags from text, such as `..##..`. */
export function flagged(text: string): number[] {
  return text.split('').map((mark) => (mark === '#' ? 1 : 0));
}

/** Keys whose values are farther apart than rounding explains, or known on one side only, with both. */
export function differences(
  values: Readonly<Record<string, number | null>>,
  expected: Readonly<Record<string, number | null>>,
  tolerance = 1e-9,
): [key: string, value: number | null | undefined, expected: number | null][] {
  return Object.entries(expected).flatMap(([key, other]) => {
    const value = values[key];
    if (value === null || other === null) return value === other ? [] : [[key, value, other]];
    return Math.abs(value - other) <= tolerance ? [] : [[key, value, other]];
  });
}
