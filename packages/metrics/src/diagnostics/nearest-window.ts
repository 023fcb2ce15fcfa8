/** The window of normal operation that is nearest to a given one: what an alarm is to be compared with. */
import { contiguousSegments, frameLength, type TimeSeriesFrame } from '@anodec/core';

/** A window of normal operation. */
export interface NearestWindow {
  /** Which of the frames, and the first row in it. */
  readonly frame: number;
  readonly row: number;
  /** Root mean square of the differences, in the unit of the values. */
  readonly distance: number;
}

/**
 * The window with the smallest root mean square difference over some channels. Windows with a missing
 * reading or a gap in time are not compared.
 *
 * @param query (W, K), row-major; a missing reading (NaN) leaves nothing to compare
 * @param frames with the same channels
 * @param channels the K columns of the frames that the query has
 * @returns null where there is no window to compare with
 */
export function nearestWindow(
  query: Float32Array,
  frames: readonly TimeSeriesFrame[],
  channels: readonly number[],
): NearestWindow | null {
  const W = query.length / channels.length;
  let nearest: NearestWindow | null = null;
  let least = Infinity;
  for (const [f, frame] of frames.entries()) {
    if (frameLength(frame) < W) continue;
    for (const { start, end } of contiguousSegments(frame)) {
      for (let row = start; row + W <= end; row++) {
        const sum = squaredDistance(query, frame, { channels, row, least });
        if (!(sum < least)) continue;
        least = sum;
        nearest = { frame: f, row, distance: Math.sqrt(sum / query.length) };
      }
    }
  }
  return nearest;
}

/** The sum of squared differences, left off as soon as it reaches the least one. */
function squaredDistance(
  query: Float32Array,
  { values, channels: { length: C } }: TimeSeriesFrame,
  place: { readonly channels: readonly number[]; readonly row: number; readonly least: number },
): number {
  const { channels, row, least } = place;
  const K = channels.length;
  let sum = 0;
  for (let i = 0, at = row * C; i < query.length; at += C) {
    for (let k = 0; k < K; k++, i++) {
      const difference = query[i] - values[at + channels[k]];
      sum += difference * difference;
    }
    if (!(sum < least)) return sum;
  }
  return sum;
}
