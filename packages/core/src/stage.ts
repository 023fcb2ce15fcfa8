/**
 * A fitted step over the rows of a recording that works on the whole and on rows as they come.
 *
 * The law of every stage: whole or in pieces, the results are the same to the bit. `createStage` keeps
 * it by making the whole a single push.
 */

/** A step in the middle of a recording; it keeps what later rows depend on. */
export interface RowStream<Rows, Result> {
  /** The results of the next rows, which follow those pushed before. */
  push(rows: Rows): Result;
}

/** A fitted step over rows. */
export interface Stage<Rows, Result> {
  /** The results of a whole recording. */
  apply(whole: Rows): Result;
  /** Begins a recording whose rows come piece by piece. */
  start(): RowStream<Rows, Result>;
}

/** Makes a stage from what it does at the beginning of a recording. */
export function createStage<Rows, Result>(
  start: () => RowStream<Rows, Result>,
): Stage<Rows, Result> {
  return { start, apply: (whole) => start().push(whole) };
}
