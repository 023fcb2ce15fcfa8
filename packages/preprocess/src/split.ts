/** Splitting a recording in time, so that training and validation never share a row. */
import {
  ConfigError,
  DataError,
  frameLength,
  type Segment,
  sliceFrame,
  type TimeSeriesFrame,
} from '@anodec/core';

/** How to split. */
export interface SplitOptions {
  /** Share of the rows for validation, in (0, 1). */
  readonly validation: number;
  /**
   * Rows between the two sides that belong to neither. A window less one row is right for windows that
   * end at every row: then no window of one side shares a row with one of the other. Default 0.
   */
  readonly gap?: number;
  /**
   * Takes `validation` for the share of training rows, as the original program did (it trained on
   * 5 % and validated on 95 %). Default false.
   */
  readonly inverted?: boolean;
}

/** The two sides of a split, as views on the same memory. */
export interface Split {
  readonly train: TimeSeriesFrame;
  readonly validation: TimeSeriesFrame;
}

/** The rows of the two sides; empty or reversed where there are too few. */
export interface SplitRows {
  readonly train: Segment;
  readonly validation: Segment;
}

/**
 * Rows of the two sides of a split: the rows less the gap, divided in proportion, rounded to the
 * nearest row.
 *
 * @param T rows of the recording
 * @throws ConfigError when the share is not between 0 and 1 or the gap no number of rows
 */
export function splitRows(
  T: number,
  { validation: share, gap = 0, inverted = false }: SplitOptions,
): SplitRows {
  if (!(share > 0 && share < 1)) {
    throw new ConfigError(`The validation share must be between 0 and 1, got ${share}.`);
  }
  if (!(Number.isInteger(gap) && gap >= 0)) {
    throw new ConfigError(`The gap of a split must be a whole number of rows from 0, got ${gap}.`);
  }
  const trained = Math.round((T - gap) * (inverted ? share : 1 - share));
  return { train: { start: 0, end: trained }, validation: { start: trained + gap, end: T } };
}

/**
 * The first rows for training, the last ones for validation, and `gap` rows between them for neither;
 * see `splitRows`.
 *
 * @throws ConfigError when the share is not between 0 and 1 or the gap no number of rows
 * @throws DataError when one side would be empty
 */
export function splitInTime(frame: TimeSeriesFrame, options: SplitOptions): Split {
  const T = frameLength(frame);
  const { train, validation } = splitRows(T, options);
  if (train.end < 1 || validation.start >= T) {
    throw new DataError(
      `Both sides of a split must have at least 1 row, got ${Math.max(0, train.end)} to train and ` +
        `${Math.max(0, T - validation.start)} to validate of ${T} rows with a gap of ` +
        `${options.gap ?? 0}. Take a longer recording, a smaller window or another validation share.`,
    );
  }
  return { train: sliceFrame(frame, train), validation: sliceFrame(frame, validation) };
}
