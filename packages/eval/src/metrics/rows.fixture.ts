/** Rows as metrics are given them, from flags written by hand, for tests of metrics. */
import type { EvaluatedRows } from './metric.js';
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
  return [...text].map((mark) => (mark === '#' ? 1 : 0));
}
