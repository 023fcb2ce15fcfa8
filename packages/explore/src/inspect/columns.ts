/** A table as columns: exploration reads columns, where training reads rows. */
import {
  addOffset,
  channelValues,
  type Clock,
  frameLength,
  offsetOf,
  readingsOf,
  type TimeSeriesFrame,
} from '@anodec/core';

/** The readings of a column, (T), in the order of the rows; NaN is a missing one. */
export type Column = Float32Array | Float64Array;

/** Statistics of a column of texts. */
export interface TextColumn {
  readonly name: string;
  /** Empty cells. */
  readonly missing: number;
  /** The number of distinct texts, as far as they were counted. */
  readonly distinct: number;
  /** Whether there are more distinct texts than were counted. */
  readonly more: boolean;
  /** The most frequent texts and how often each occurs, most frequent first. */
  readonly frequent: readonly (readonly [text: string, count: number])[];
}

/** A table of T rows as it is: nothing sorted, filled or removed. */
export interface ColumnTable {
  /** Its name in messages, such as "SWaT_Dataset_Attack_v0.xlsx". */
  readonly source: string;
  readonly rows: number;
  readonly clock: Clock;
  /** (T), in the unit of `clock`, in the order of the rows. */
  readonly times: Float64Array;
  /** (T), 1 where the row is labelled as attack; 255 where the label is unknown; absent without labels. */
  readonly labels?: Uint8Array;
  /** (C), columns of numbers. */
  readonly channels: readonly string[];
  /** Channels whose numbers are date cells, in milliseconds since 1970. */
  readonly dates: readonly string[];
  /** The values of channel `c`, copied. */
  column(c: number): Column;
  /** Fills `out` with the values of channel `c` from row `start` on. */
  read(c: number, start: number, out: Float64Array): void;
  readonly texts: readonly TextColumn[];
  /** Decisions made while reading the table, a sentence each. */
  readonly notes?: readonly string[];
}

/**
 * A recording as columns.
 *
 * @param source its name in messages
 */
export function columnsOfFrame(frame: TimeSeriesFrame, source: string): ColumnTable {
  const { clock, timestamps, labels, channels } = frame;
  return {
    source,
    rows: frameLength(frame),
    clock,
    times: timestamps,
    ...(labels && { labels }),
    channels,
    dates: [],
    column: (c) => (offsetOf(frame, c) === 0 ? channelValues(frame, c) : readingsOf(frame, c)),
    read(c, start, out) {
      const C = channels.length;
      const offset = offsetOf(frame, c);
      for (let r = 0; r < out.length; r++) {
        out[r] = addOffset(frame.values[(start + r) * C + c], offset);
      }
    },
    texts: [],
  };
}
