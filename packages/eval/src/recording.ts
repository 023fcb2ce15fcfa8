/** What a detector said about a recording, side by side with the recording. */
import {
  checkShape,
  DataError,
  DAY,
  frameLength,
  framePeriod,
  type Scores,
  type TimeSeriesFrame,
} from '@anodec/core';

/** Scores and the frame they belong to, row by row. */
export interface ScoredRecording {
  readonly scores: Scores;
  readonly frame: TimeSeriesFrame;
}

/**
 * Checks that scores and frame have the same rows and channels.
 *
 * @param channels the channels that must be there; none for detectors that score rows only
 * @throws ShapeError when they have not
 * @throws DataError when channels are missing, additional or in another order
 */
export function checkRecording(recording: ScoredRecording, channels: readonly string[]): void {
  const { scores, frame } = recording;
  checkShape('rows of the scores', scores.rows, frameLength(frame));
  if (channels.length === 0) return;
  if (!scores.channels) {
    throw new DataError(
      'Scores of channels must be there as they were for the fit, got only rows.',
    );
  }
  checkShape('channels of the scores', scores.channels, frameLength(frame), channels.length);
  if (channels.every((name, c) => frame.channels[c] === name)) return;
  throw new DataError(
    `The channels must be those of the fit, ${channels.join(', ')}, got ${frame.channels.join(', ')}.`,
  );
}

/** The errors of one channel, (T), copied. */
export function channelErrors(errors: Float32Array, channel: number, C: number): Float32Array {
  const T = errors.length / C;
  const column = new Float32Array(T);
  for (let t = 0; t < T; t++) column[t] = errors[t * C + channel];
  return column;
}

/** The values that are numbers, in order. */
export function numbersOf(values: Float32Array): Float32Array {
  return values.filter((value) => !Number.isNaN(value));
}

/** How much was recorded, gaps left out: days, or thousands of rows where there is no clock. */
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
