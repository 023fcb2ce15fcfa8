/** Do training windows stay within training rows? Every window is formed again and its rows looked up. */
import {
  formatCount,
  frameLength,
  framePeriod,
  GAP_PERIODS,
  slidingWindows,
  type TimeSeriesFrame,
} from '@anodec/core';
import { fittedFrames, sharedRows, windowSizeOf } from '@anodec/pipeline';
import { type AuditCheck, passedIf } from './check.js';

/** Windows that touch what they must not. */
export interface WindowCounts {
  readonly windows: number;
  /** With a row that is held out for early stopping and the threshold. */
  readonly heldOut: number;
  /** With a row of the purge between the two sides. */
  readonly purged: number;
  /** Across a step longer than 1.5 usual ones. */
  readonly acrossGaps: number;
  /** With a row that is in a test recording, too. */
  readonly test: number;
}

/** What windows are compared with; recordings in the same order as the fitted frames. */
export interface WindowLimits {
  readonly training: readonly TimeSeriesFrame[];
  readonly validation: readonly TimeSeriesFrame[];
  readonly tests: readonly TimeSeriesFrame[];
}

export const windows: AuditCheck = {
  key: 'windows',
  title: 'No training window touches held-out, purged or test rows, or spans a gap',
  run({ trained: { settings }, recordings: { prepared }, normal }) {
    const { frames } = fittedFrames(normal, settings.detector.kind);
    const W = windowSizeOf(settings.detector);
    const limits = {
      training: normal.training.map(({ raw }) => raw),
      validation: normal.validation.map(({ raw }) => raw),
      tests: prepared.map(({ raw }) => raw),
    };
    const raw = (normal.whole ?? normal.training).map((frame) => frame.raw);
    const counts = countWindows(frames, raw, W, limits);
    const { heldOut, purged, acrossGaps, test } = counts;
    return {
      compared: `${formatCount(counts.windows)} training windows of ${formatCount(W)} rows`,
      result: passedIf(heldOut + purged + acrossGaps + test === 0),
      finding:
        `${formatCount(heldOut)} touch held-out rows, ${formatCount(purged)} purged rows, ` +
        `${formatCount(test)} test rows; ${formatCount(acrossGaps)} span a gap`,
    };
  },
};

/**
 * Counts the windows that touch what they must not.
 *
 * @param fitted what the detector was fitted to, one frame for each recording
 * @param raw the same rows in the units of the sensors
 * @param W rows of a window
 */
export function countWindows(
  fitted: readonly TimeSeriesFrame[],
  raw: readonly TimeSeriesFrame[],
  W: number,
  { training, validation, tests }: WindowLimits,
): WindowCounts {
  const total = { windows: 0, heldOut: 0, purged: 0, acrossGaps: 0, test: 0 };
  for (const [i, frame] of fitted.entries()) {
    const { starts } = slidingWindows(frame, W);
    const learned = new Set(training[i].timestamps);
    const held = new Set(validation[i].timestamps);
    const inTests = tests.map((test) => sharedRows(test, raw[i]));
    const isRow = {
      heldOut: (t: number) => held.has(frame.timestamps[t]),
      purged: (t: number) => !held.has(frame.timestamps[t]) && !learned.has(frame.timestamps[t]),
      test: (t: number) => inTests.some((flags) => flags[t] === 1),
    };
    total.windows += starts.length;
    for (const name of ['heldOut', 'purged', 'test'] as const) {
      total[name] += countTouching(starts, W, frame, isRow[name]);
    }
    const limit = GAP_PERIODS * framePeriod(frame);
    const { timestamps } = frame;
    // a window of W rows has W − 1 steps
    total.acrossGaps += countTouching(starts, W - 1, frame, (t) => {
      return t + 1 < timestamps.length && timestamps[t + 1] - timestamps[t] > limit;
    });
  }
  return total;
}

/** Windows with at least one such row among their first `length`. */
function countTouching(
  starts: Int32Array,
  length: number,
  frame: TimeSeriesFrame,
  isSuch: (row: number) => boolean,
): number {
  const before = new Int32Array(frameLength(frame) + 1); // such rows before each row
  for (let t = 0; t < frameLength(frame); t++) before[t + 1] = before[t] + (isSuch(t) ? 1 : 0);
  return starts.filter((start) => before[start + length] > before[start]).length;
}
