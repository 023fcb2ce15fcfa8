/** The rows that metrics count, as plain arrays, and the order of their scores. */

/** The distinct scores of rows, one step each. */
export interface Ranking {
  /** (S), from the largest down. */
  readonly scores: Float32Array;
  /** (S), rows at or above the score. */
  readonly flagged: Uint32Array;
  /** (S), attack rows at or above it. */
  readonly hits: Uint32Array;
}

/** Rows of all recordings one after the other, each with a score and a known label. */
export interface EvaluatedRows {
  /** (N), 1 under attack, 0 normal. */
  readonly labels: Uint8Array;
  /** (N), all numbers. */
  readonly scores: Float32Array;
  /** (N), 1 where the score lies above the threshold. */
  readonly flags: Uint8Array;
  /** (N), 1 in an alarm: after merging and dropping. */
  readonly alarmed: Uint8Array;
  /** The first row of each recording. */
  readonly starts: readonly number[];
  /** Distinct scores from the largest down; computed at the first call. */
  readonly ranking: () => Ranking;
}
