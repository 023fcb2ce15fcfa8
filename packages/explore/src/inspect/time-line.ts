/** Statistics of the times of a table: interval, gaps, order, repetitions. */
import type { Clock } from '@anodec/core';

/** A stretch without rows, or a step back. */
export interface Gap {
  /** Times of the rows before and after. */
  readonly from: number;
  readonly to: number;
}

/** A step between rows and how often it occurs. */
export interface Interval {
  readonly length: number;
  readonly count: number;
}

/** Statistics of the times of a table, in the unit of its clock. */
export interface TimeLine {
  readonly clock: Clock;
  /** Earliest and latest time; NaN without rows. */
  readonly first: number;
  readonly last: number;
  /** Usual distance of rows, the median of those above 0; NaN below two rows. */
  readonly period: number;
  /** The most frequent distances, most frequent first, and how many different ones there are. */
  readonly intervals: readonly Interval[];
  readonly differentIntervals: number;
  /** Steps longer than one and a half periods. */
  readonly gaps: readonly Gap[];
  /** Steps to an earlier time; none where the rows are sorted. */
  readonly stepsBack: readonly Gap[];
  /** Rows whose time an earlier row has. */
  readonly duplicates: number;
  /** Times that occur more than once, the first of them. */
  readonly repeated: readonly number[];
}

/** Intervals and repeated times that a report names. */
const MOST_NAMED = 5;

/** Statistics of times. @param times (T), in any order */
export function describeTimes(times: Float64Array, clock: Clock): TimeLine {
  const T = times.length;
  const counts = countSteps(times);
  const intervals = [...counts].map(([length, count]) => ({ length, count }));
  intervals.sort((a, b) => b.count - a.count || a.length - b.length);
  const period = clock === 'rows' && T > 1 ? 1 : medianStep(intervals);
  const [gaps, stepsBack]: [Gap[], Gap[]] = [[], []];
  for (let t = 1; t < T; t++) {
    const step = { from: times[t - 1], to: times[t] };
    if (step.to < step.from) stepsBack.push(step);
    else if (step.to - step.from > 1.5 * period) gaps.push(step);
  }
  const sorted = stepsBack.length > 0 ? times.slice().sort() : times;
  const repeats = repeatsIn(sorted);
  return {
    clock,
    first: sorted[0] ?? NaN,
    last: sorted[T - 1] ?? NaN,
    period,
    intervals: intervals.slice(0, MOST_NAMED),
    differentIntervals: intervals.length,
    gaps,
    stepsBack,
    ...repeats,
  };
}

function countSteps(times: Float64Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (let t = 1; t < times.length; t++) {
    const step = times[t] - times[t - 1];
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  return counts;
}

/** The median of the steps forward; repeated times and steps back do not count. */
function medianStep(intervals: readonly Interval[]): number {
  const forward = intervals.filter(({ length }) => length > 0).sort((a, b) => a.length - b.length);
  const total = forward.reduce((sum, { count }) => sum + count, 0);
  const nth = (n: number): number => {
    let before = 0;
    for (const { length, count } of forward) if ((before += count) > n) return length;
    return NaN;
  };
  return (nth(Math.floor((total - 1) / 2)) + nth(Math.floor(total / 2))) / 2;
}

function repeatsIn(sorted: Float64Array): Pick<TimeLine, 'duplicates' | 'repeated'> {
  let duplicates = 0;
  const repeated: number[] = [];
  for (let t = 1; t < sorted.length; t++) {
    if (sorted[t] !== sorted[t - 1]) continue;
    duplicates++;
    if (repeated.length < MOST_NAMED && repeated.at(-1) !== sorted[t]) repeated.push(sorted[t]);
  }
  return { duplicates, repeated };
}
