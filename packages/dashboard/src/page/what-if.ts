/** What a threshold comes to: rows above it, and the stretches that they make. */

/** Counts of a threshold. */
export interface Above {
  /** Rows with a score. */
  readonly known: number;
  /** Rows above. */
  readonly rows: number;
  /** Stretches of rows above one after the other. */
  readonly spans: number;
}

/** The counts; a row without a score ends a stretch. */
export function countAbove(scores: readonly (number | null)[], threshold: number): Above {
  return {
    known: scores.filter((score) => score !== null).length,
    rows: scores.filter((score) => score !== null && score > threshold).length,
    spans: spansAbove(scores, threshold).length,
  };
}

/** First and last index of each stretch of values above. */
export function spansAbove(
  values: readonly (number | null)[],
  threshold: number,
): (readonly [first: number, last: number])[] {
  const spans: [number, number][] = [];
  let inside = false;
  for (const [i, value] of values.entries()) {
    const above = value !== null && value > threshold;
    if (above && inside) spans[spans.length - 1][1] = i;
    else if (above) spans.push([i, i]);
    inside = above;
  }
  return spans;
}

/**
 * The threshold of a slider: in the middle the one in use, a hundredth of it at the left end, a hundredfold at the
 * right.
 *
 * @param at 0 to 1000
 */
export function sliderValue(at: number, used: number): number {
  return used * 10 ** ((at - 500) / 250);
}
