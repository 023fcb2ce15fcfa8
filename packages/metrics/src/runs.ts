/** Runs of flagged rows and what two lists of runs share, for metrics that compare intervals. */
import type { Segment } from '@anodec/core';
import type { EvaluatedRows } from './rows.js';
import { onceForEach } from './once-for-each.js';

/**
 * Runs of flagged rows; none reaches from one recording into the next.
 *
 * @param flags (N), anything but 0 is flagged
 * @param starts the first row of each recording, ascending
 */
export function runsWithin(flags: Uint8Array, starts: readonly number[]): Segment[] {
  const runs: Segment[] = [];
  for (const [i, first] of starts.entries()) {
    const last = starts.at(i + 1) ?? flags.length;
    for (let t = first; t < last; t++) {
      if (flags[t] === 0) continue;
      const start = t;
      while (t < last && flags[t] !== 0) t++;
      runs.push({ start, end: t });
    }
  }
  return runs;
}

/** Runs of rows under attack; the floors of a detector share its labels. */
export function attackRuns({ labels, starts }: EvaluatedRows): Segment[] {
  return runsOfLabels(labels)(starts);
}

const runsOfLabels = onceForEach((labels: Uint8Array) =>
  onceForEach((starts: readonly number[]) => runsWithin(labels, starts)),
);

/** Runs of rows in an alarm. */
export const alarmRuns = onceForEach(({ alarmed, starts }: EvaluatedRows) =>
  runsWithin(alarmed, starts),
);

/** For each of some runs the range of others that share rows with it: indices, the last not included. */
export interface OverlappingRuns {
  readonly first: Uint32Array;
  readonly last: Uint32Array;
}

/**
 * For each of the runs `a` those of `b` that share rows with it; computed once for the same two lists, as
 * several metrics ask for it and random scores have very many runs.
 *
 * @param a ascending and disjoint, as `b`
 */
export function overlappingRuns(a: readonly Segment[], b: readonly Segment[]): OverlappingRuns {
  return overlapsWith(a)(b);
}

const overlapsWith = onceForEach((a: readonly Segment[]) =>
  onceForEach((b: readonly Segment[]): OverlappingRuns => {
    const [first, last] = [new Uint32Array(a.length), new Uint32Array(a.length)];
    let at = 0;
    a.forEach(({ start, end }, i) => {
      while (at < b.length && b[at].end <= start) at++;
      first[i] = at;
      let after = at;
      while (after < b.length && b[after].start < end) after++;
      last[i] = after;
    });
    return { first, last };
  }),
);

/** Number of rows of a run. */
export function lengthOf({ start, end }: Segment): number {
  return end - start;
}

/** Number of rows that two runs share. */
export function sharedRows(a: Segment, b: Segment): number {
  return Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
}

/** The recording that each run lies in, by its index. @param starts as in `runsWithin` */
export function recordingsOf(runs: readonly Segment[], starts: readonly number[]): number[] {
  let at = 0;
  return runs.map(({ start }) => {
    while (at + 1 < starts.length && starts[at + 1] <= start) at++;
    return at;
  });
}
