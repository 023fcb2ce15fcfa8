/** Codes of windows for the projector, to be coloured by time and by error. */
import { type FittedDetector, formatTimestamp, type TimeSeriesFrame } from '@anodec/core';
import type { GuardedEventWriter } from '@anodec/runs';

/** Under which name codes are logged, and how many. */
export interface CodesPlace {
  readonly tag: string;
  readonly step: number;
  /** Largest number of windows. */
  readonly limit: number;
}

/** What is known about the rows of a recording. */
export interface KnownRows {
  /** (T), the score of each row; that of a window is its last row's. */
  readonly errors: ArrayLike<number>;
  /** (T), names to colour by, such as attacks. */
  readonly labels?: readonly string[];
}

/** Logs the codes of windows of a recording; nothing for a detector without codes. */
export async function logCodes(
  events: GuardedEventWriter,
  detector: FittedDetector,
  frame: TimeSeriesFrame,
  { errors, labels }: KnownRows,
  { tag, step, limit }: CodesPlace,
): Promise<void> {
  if (!detector.encode || limit === 0) return;
  const { lastRows, size, values } = await detector.encode(frame, limit);
  if (lastRows.length === 0) return;
  const rows = [...lastRows];
  events.addEmbedding({
    tag,
    step,
    vectors: values,
    size,
    columns: {
      time: rows.map((t) => formatTimestamp(frame.timestamps[t], frame.clock)),
      row: rows,
      error: rows.map((t) => errors[t]),
      ...(labels && { label: rows.map((t) => labels[t]) }),
    },
  });
}
