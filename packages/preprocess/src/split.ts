/** Splitting a recording in time, so that training and validation never share a row. */
import {
  ConfigError,
  DataError,
  frameLength,
  sliceFrame,
  type TimeSeriesFrame,
} from '@anodec/core';

/** How to split. */
export interface SplitOptions {
  /** Share of the rows that validates, in (0, 1). */
  readonly validation: number;
  /**
   * Rows left out between the two. A window less one row is right for windows that end at every
   * row: then no window of one side tells about a row of the other. Default 0.
   */
  readonly gap?: number;
  /**
   * Takes `validation` for the share that trains, as the original did by mistake (it trained on
   * 5 % and validated on 95 %). Default false.
   */
  readonly inverted?: boolean;
}

/** The two sides of a split, as views on the same memory. */
export interface Split {
  readonly train: TimeSeriesFrame;
  readonly validation: TimeSeriesFrame;
}

/**
 * The first rows train, the last ones validate, and `gap` rows between them do neither.
 *
 * The rows left after the gap are shared out in proportion, rounded to the nearest row.
 *
 * @throws ConfigError when the share is not between 0 and 1 or the gap no number of rows
 * @throws DataError when one side would be empty
 */
export function splitInTime(frame: TimeSeriesFrame, options: SplitOptions): Split {
  const { validation: share, gap = 0, inverted = false } = options;
  if (!(share > 0 && share < 1)) {
    throw new ConfigError(`The validation share must be between 0 and 1, got ${share}.`);
  }
  if (!(Number.isInteger(gap) && gap >= 0)) {
    throw new ConfigError(`The gap of a split must be a whole number of rows from 0, got ${gap}.`);
  }
  const T = frameLength(frame);
  const trainRows = Math.round((T - gap) * (inverted ? share : 1 - share));
  const validationStart = trainRows + gap;
  if (trainRows < 1 || validationStart >= T) {
    throw new DataError(
      `Both sides of a split must have at least 1 row, got ${Math.max(0, trainRows)} to train and ` +
        `${Math.max(0, T - validationStart)} to validate of ${T} rows with a gap of ${gap}. ` +
        'Take a longer recording, a smaller window or another validation share.',
    );
  }
  return {
    train: sliceFrame(frame, { start: 0, end: trainRows }),
    validation: sliceFrame(frame, { start: validationStart, end: T }),
  };
}
