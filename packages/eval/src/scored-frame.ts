/** Scores of a detector side by side with the recording they belong to. */
import {
  checkSameChannels,
  checkShape,
  DataError,
  DAY,
  frameLength,
  framePeriod,
  type Scores,
  type TimeSeriesFrame,
} from '@anodec/core';

/** Scores and the frame they belong to, row by row. */
export interface ScoredFrame {
  readonly scores: Scores;
  readonly frame: TimeSeriesFrame;
}

/**
 * Checks that scores fit rows and channels.
 *
 * @param rows rows that the scores must have
 * @param channels channels of the scores
 * @param expected channels of the fit; none for detectors that score rows only
 * @throws ShapeError when a number of values or a channel differs
 * @throws DataError when there are no channel scores
 */
export function checkScores(
  scores: Scores,
  rows: number,
  channels: readonly string[],
  expected: readonly string[],
): void {
  checkShape('rows of the scores', scores.rows, rows);
  if (expected.length === 0) return;
  if (!scores.channels) {
    throw new DataError('The scores must hold channel scores, as in the fit, got row scores only.');
  }
  checkSameChannels(channels, expected, 'the scores');
  checkShape('channels of the scores', scores.channels, rows, expected.length);
}

/** The values that are numbers, in order. */
export function numbersOf(values: Float32Array): Float32Array {
  return values.filter((value) => !Number.isNaN(value));
}

/** The recorded time without gaps: days, or thousands of rows where there is no clock. */
export function recordedTime(frames: readonly TimeSeriesFrame[]): {
  recorded: number;
  unit: 'day' | '1,000 rows';
} {
  if (frames.some(({ clock }) => clock === 'rows')) {
    const rows = frames.reduce((sum, frame) => sum + frameLength(frame), 0);
    return { recorded: rows / 1000, unit: '1,000 rows' };
  }
  const time = frames.reduce((sum, frame) => sum + frameLength(frame) * framePeriod(frame), 0);
  return { recorded: time / DAY, unit: 'day' };
}
