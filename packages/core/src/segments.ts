/** Runs of rows: the gap-free stretches of a recording, the attacks of a label vector. */

/** Rows from `start` up to, not including, `end`. */
export interface Segment {
  readonly start: number;
  readonly end: number;
}

/**
 * The runs of rows whose flag is set.
 *
 * @param flags (T)
 * @param isSet which values count as set; all but 0 unless given
 * @returns in order, none touching another
 */
export function flagSegments(
  flags: ArrayLike<number>,
  isSet: (value: number) => boolean = (value) => value !== 0,
): Segment[] {
  const segments: Segment[] = [];
  let start = -1;
  for (let t = 0; t <= flags.length; t++) {
    const set = t < flags.length && isSet(flags[t]);
    if (set && start < 0) start = t;
    if (!set && start >= 0) {
      segments.push({ start, end: t });
      start = -1;
    }
  }
  return segments;
}

/** Whether two segments share a row. */
export function overlaps(a: Segment, b: Segment): boolean {
  return a.start < b.end && b.start < a.end;
}

/**
 * Joins segments that overlap, touch, or have at most `gap` rows between them.
 *
 * @param segments sorted by start; left as they are
 * @param isClose a further condition on two segments with at most `gap` rows between them
 */
export function mergeSegments(
  segments: readonly Segment[],
  gap = 0,
  isClose: (before: Segment, after: Segment) => boolean = () => true,
): Segment[] {
  const merged: Segment[] = [];
  for (const segment of segments) {
    const last = merged.at(-1);
    if (last && segment.start - last.end <= gap && isClose(last, segment)) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, segment.end) };
    } else merged.push(segment);
  }
  return merged;
}
