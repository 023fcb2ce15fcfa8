/** Attacks as rows of a recording, from a list or from labels. */
import {
  type Attack,
  flagSegments,
  frameLength,
  framePeriod,
  type Segment,
  type TimeSeriesFrame,
  UNKNOWN_LABEL,
} from '@anodec/core';
import { onceForEach } from './once-for-each.js';

/** An attack and the rows it covers. */
export interface PlacedAttack {
  readonly attack: Attack;
  /** Rows under attack, `end` exclusive; never empty. */
  readonly rows: Segment;
}

/**
 * The label runs of a recording as attacks named "Run 1", "Run 2" …, with no channels known. Rows
 * with an unknown label belong to no run.
 *
 * @returns in order; none where nothing is labelled
 */
export function attacksFromLabels(frame: TimeSeriesFrame): Attack[] {
  const flags = frame.labels?.map((label) => (label === UNKNOWN_LABEL ? 0 : label));
  return flagSegments(flags ?? []).map(({ start, end }, i) => ({
    name: `Run ${i + 1}`,
    start: frame.timestamps[start],
    end: frame.timestamps[end - 1],
    channels: [],
    leavesTrace: true,
  }));
}

/**
 * The attacks that lie at least partly within the recording, with their rows.
 *
 * A row stands for the time from its stamp to the next row, so an attack that begins between two
 * stamps begins in the earlier row.
 */
export function placeAttacks(frame: TimeSeriesFrame, attacks: readonly Attack[]): PlacedAttack[] {
  return attacks
    .map((attack) => ({ attack, rows: rowsBetween(frame, attack.start, attack.end) }))
    .filter(({ rows }) => rows.start < rows.end);
}

/** Its period: a median over all rows, which would else be taken for each attack. */
const periodOf = onceForEach((frame: TimeSeriesFrame) => framePeriod(frame));

/** The rows that lie at least partly between two points in time, both inclusive; may be empty. */
export function rowsBetween(frame: TimeSeriesFrame, start: number, end: number): Segment {
  const T = frameLength(frame);
  const period = T > 1 ? periodOf(frame) : 1;
  const first = lowerBound(frame.timestamps, start);
  const reachesIn = first > 0 && frame.timestamps[first - 1] + period > start;
  return { start: reachesIn ? first - 1 : first, end: upperBound(frame.timestamps, end) };
}

/**
 * Labels of the rows: those of the recording, else from the list of attacks.
 *
 * @param attacks the list, placed; undefined where there is none
 * @returns (T), 1 under attack, 0 normal, `UNKNOWN_LABEL` where it is not known: everywhere, where
 *   there are neither labels nor a list
 */
export function rowLabels(
  frame: TimeSeriesFrame,
  attacks: readonly PlacedAttack[] | undefined,
): Uint8Array {
  if (frame.labels) return frame.labels;
  const labels = new Uint8Array(frameLength(frame));
  if (!attacks) return labels.fill(UNKNOWN_LABEL);
  for (const { rows } of attacks) labels.fill(1, rows.start, rows.end);
  return labels;
}

/** Index of the first time that is not before `time`. */
function lowerBound(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index after the last time that is not after `time`. */
function upperBound(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
