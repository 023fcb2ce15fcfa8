/**
 * Which rows of a live scoring are believed normal, so that a model may learn from them: without labels, from what the
 * model in use said. Rows in alarms are left out with a guard on either side, because an attack begins before it
 * is noticed and the plant recovers after; so are the last rows, whose alarm may not have begun.
 */
import type { LiveAlarm, LiveFit, LiveTime } from '@anodec/runs';

/** What was said of the rows. */
export interface RowMarks {
  /** Alarms, the last word on each. */
  readonly alarms: readonly Pick<LiveAlarm, 'start' | 'end' | 'state'>[];
  /** When the model lost its fit and regained it, in order. */
  readonly fits: readonly Pick<LiveFit, 'state' | 'time'>[];
}

/** How rows are chosen. */
export interface SelectionRule {
  /** Time before and after an alarm, in the unit of the rows. */
  readonly guard: number;
  /** Whether rows count at which the model did not fit: they do where it is to learn what is new. */
  readonly withMisfit: boolean;
}

/** Rows by what is believed of them. */
export interface Selection {
  /** (T), 1 where a row is believed normal. */
  readonly kept: Uint8Array;
  readonly normal: number;
  /** Rows left out, by why; one that was for two reasons counts for the first. */
  readonly aroundAlarms: number;
  readonly misfit: number;
  readonly last: number;
}

/** An interval of time, both ends included. */
type Interval = readonly [start: number, end: number];

/** Chooses among rows. @param timestamps (T), increasing */
export function selectNormalRows(
  timestamps: Float64Array,
  marks: RowMarks,
  { guard, withMisfit }: SelectionRule,
): Selection {
  const T = timestamps.length;
  const alarms = marks.alarms.map(({ start, end, state }): Interval => {
    const until = state === 'end' ? numberOf(end) + guard : Infinity;
    return [numberOf(start) - guard, until];
  });
  const misfits = withMisfit ? [] : misfitsOf(marks.fits, guard);
  const latest = T === 0 ? 0 : timestamps[T - 1] - guard;
  const kept = new Uint8Array(T);
  const left = { aroundAlarms: 0, misfit: 0, last: 0 };
  for (const [t, time] of timestamps.entries()) {
    if (isWithin(alarms, time)) left.aroundAlarms++;
    else if (isWithin(misfits, time)) left.misfit++;
    else if (time > latest) left.last++;
    else kept[t] = 1;
  }
  return { kept, normal: T - left.aroundAlarms - left.misfit - left.last, ...left };
}

function misfitsOf(fits: RowMarks['fits'], guard: number): Interval[] {
  const found: Interval[] = [];
  let lost: number | undefined;
  for (const { state, time } of fits) {
    if (state === 'lost') lost ??= numberOf(time) - guard;
    else if (lost !== undefined) {
      found.push([lost, numberOf(time)]);
      lost = undefined;
    }
  }
  if (lost !== undefined) found.push([lost, Infinity]);
  return found;
}

function isWithin(intervals: readonly Interval[], time: number): boolean {
  return intervals.some(([start, end]) => time >= start && time <= end);
}

/** Milliseconds since 1970 for a date; otherwise as in `RowClock`, which the caller brings into the unit of the rows. */
function numberOf(time: LiveTime): number {
  return typeof time === 'number' ? time : Date.parse(time);
}
