/**
 * Windows of a recording: start indices, never copies. Batches are gathered into a buffer that the
 * caller owns and uses again.
 */
import { checkShape, DataError } from './errors.js';
import { contiguousSegments, frameLength, type TimeSeriesFrame } from './frame.js';
import type { Random } from './random.js';

/** The windows of one recording. */
export interface WindowedDataset {
  readonly frame: TimeSeriesFrame;
  /** W, rows of a window. */
  readonly windowSize: number;
  /** (N), first rows, increasing for sliding windows, in the order drawn for random ones. */
  readonly starts: Int32Array;
  /**
   * Copies the windows with these indices, one after the other.
   *
   * @param indices (B), into `starts`
   * @param out (B, W, C), overwritten
   */
  gather(indices: ArrayLike<number>, out: Float32Array): void;
}

/**
 * Windows at every `stride` rows of each gap-free stretch; the last one of a stretch ends at its
 * last row when `stride` is 1.
 *
 * @throws DataError when no stretch is as long as a window
 */
export function slidingWindows(
  frame: TimeSeriesFrame,
  windowSize: number,
  stride = 1,
): WindowedDataset {
  checkWindowSize(windowSize);
  if (!(Number.isInteger(stride) && stride >= 1)) {
    throw new DataError(`stride must be a whole number of rows from 1 on, got ${stride}.`);
  }
  const segments = contiguousSegments(frame);
  const counts = segments.map(({ start, end }) =>
    Math.max(0, Math.floor((end - start - windowSize) / stride) + 1),
  );
  const starts = new Int32Array(counts.reduce((total, count) => total + count, 0));
  let n = 0;
  for (const [s, { start }] of segments.entries()) {
    for (let w = 0; w < counts[s]; w++) starts[n++] = start + w * stride;
  }
  checkLongEnough(frame, windowSize, n);
  return createDataset(frame, windowSize, starts);
}

/**
 * Windows at places drawn uniformly, with replacement, from all that do not span a gap.
 *
 * @param count N
 * @throws DataError when no stretch is as long as a window
 */
export function randomWindows(
  frame: TimeSeriesFrame,
  windowSize: number,
  count: number,
  random: Random,
): WindowedDataset {
  const all = slidingWindows(frame, windowSize).starts;
  return createDataset(
    frame,
    windowSize,
    Int32Array.from({ length: count }, () => all[random.integer(all.length)]),
  );
}

function createDataset(
  frame: TimeSeriesFrame,
  windowSize: number,
  starts: Int32Array,
): WindowedDataset {
  const C = frame.channels.length;
  const gather = (indices: ArrayLike<number>, out: Float32Array): void => {
    checkShape('out', out, indices.length, windowSize, C);
    for (let b = 0; b < indices.length; b++) {
      const from = starts[indices[b]] * C;
      out.set(frame.values.subarray(from, from + windowSize * C), b * windowSize * C);
    }
  };
  return { frame, windowSize, starts, gather };
}

function checkWindowSize(windowSize: number): void {
  if (Number.isInteger(windowSize) && windowSize >= 1) return;
  throw new DataError(`windowSize must be a whole number of rows from 1 on, got ${windowSize}.`);
}

function checkLongEnough(frame: TimeSeriesFrame, windowSize: number, windows: number): void {
  if (windows > 0) return;
  const longest = contiguousSegments(frame).reduce((L, s) => Math.max(L, s.end - s.start), 0);
  throw new DataError(
    `A window of ${windowSize} rows must fit into the recording, whose longest stretch without a ` +
      `gap has ${longest} of its ${frameLength(frame)} rows. Choose a smaller --window-size or a ` +
      'shorter --sample-freq.',
  );
}
