/**
 * Windows of a recording: start indices, never copies. Batches are gathered into a buffer that the
 * caller owns and uses again.
 */
import { describeSteps } from './steps.js';
import { checkShape, DataError } from './errors.js';
import { contiguousSegments, frameLength, type TimeSeriesFrame } from './frame.js';

/** The windows of one recording. */
export interface WindowedDataset {
  readonly frame: TimeSeriesFrame;
  /** W, rows of a window. */
  readonly windowSize: number;
  /** (N), first rows, increasing. */
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
 * @param offset rows of each stretch before its first window
 * @throws DataError when no stretch is long enough for a window
 */
export function slidingWindows(
  frame: TimeSeriesFrame,
  windowSize: number,
  stride = 1,
  offset = 0,
): WindowedDataset {
  checkRows('windowSize', windowSize, 1);
  checkRows('stride', stride, 1);
  checkRows('offset', offset, 0);
  const segments = contiguousSegments(frame);
  const counts = segments.map(({ start, end }) =>
    Math.max(0, Math.floor((end - start - offset - windowSize) / stride) + 1),
  );
  const starts = new Int32Array(counts.reduce((total, count) => total + count, 0));
  let n = 0;
  for (const [s, { start }] of segments.entries()) {
    for (let w = 0; w < counts[s]; w++) starts[n++] = start + offset + w * stride;
  }
  if (n === 0) checkWindowFits(frame, windowSize, { offset });
  return createDataset(frame, windowSize, starts);
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

/** How `checkWindowFits` checks, and what its message says. */
export interface WindowCheck {
  /** The recording, such as "the validation data"; default "the recording". */
  readonly what?: string;
  /** A sentence with a remedy other than a smaller window. */
  readonly remedy?: string;
  /** Rows of each stretch before its first window; default 0. */
  readonly offset?: number;
}

/**
 * Checks that a window fits into a recording.
 *
 * @throws DataError that names the longest stretch without a gap, and the window that fits
 */
export function checkWindowFits(
  frame: TimeSeriesFrame,
  windowSize: number,
  { what = 'the recording', remedy, offset = 0 }: WindowCheck = {},
): void {
  const longest = Math.max(0, longestStretch(frame) - offset);
  if (longest >= windowSize) return;
  const T = frameLength(frame);
  const remedies = [
    longest > 0 ? `Set windowSize to ${longest} or less.` : '',
    remedy ?? '',
    hasIrregularSteps(frame)
      ? 'The rows come at irregular times: averaging them to a longer interval (sampleFreq) makes ' +
        'the stretches longer.'
      : '',
  ];
  throw new DataError(
    [
      `windowSize must be at most ${longest}, the longest stretch without a gap among the ${T} rows ` +
        `of ${what}${offset > 0 ? ` after its first ${offset}` : ''}, got ${windowSize}.`,
      ...remedies.filter(Boolean),
    ].join(' '),
  );
}

/** The number of rows of the longest stretch without a gap. */
function longestStretch(frame: TimeSeriesFrame): number {
  return contiguousSegments(frame).reduce((L, { start, end }) => Math.max(L, end - start), 0);
}

/** Whether fewer than two of three steps are near the usual one. */
function hasIrregularSteps(frame: TimeSeriesFrame): boolean {
  return frame.clock !== 'rows' && describeSteps(frame).regularShare < 2 / 3;
}

function checkRows(name: string, rows: number, least: number): void {
  if (Number.isInteger(rows) && rows >= least) return;
  throw new DataError(`${name} must be a whole number of rows from ${least} on, got ${rows}.`);
}
