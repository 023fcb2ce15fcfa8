/** The test rows that a protocol counts, and errors of channels as it sees them. */
import { flagSegments, type Scores, type Segment } from '@anodec/core';
import type { ScoredTest } from '@anodec/pipeline';

/** Rows of all test recordings one after the other. */
export interface ProtocolRows {
  /** (N), 1 under attack. */
  readonly labels: Uint8Array;
  /** Runs of attack rows; none reaches from one recording into the next. */
  readonly attacks: readonly Segment[];
}

/** Rows and attacks of the recordings; a row with an unknown label counts as normal. */
export function rowsOf(tests: readonly Pick<ScoredTest, 'frame'>[]): ProtocolRows {
  const parts = tests.map(({ frame: { labels, timestamps } }) =>
    Uint8Array.from(timestamps, (_, t) => (labels?.[t] === 1 ? 1 : 0)),
  );
  const N = parts.reduce((sum, part) => sum + part.length, 0);
  const labels = new Uint8Array(N);
  const attacks: Segment[] = [];
  let at = 0;
  for (const part of parts) {
    labels.set(part, at);
    for (const { start, end } of flagSegments(part)) {
      attacks.push({ start: start + at, end: end + at });
    }
    at += part.length;
  }
  return { labels, attacks };
}

/** Errors of channels, of one recording: (T, C). */
export interface ChannelErrors {
  readonly C: number;
  readonly values: Float64Array;
}

/**
 * Absolute errors: roots of the squared ones that detectors give. A detector that scores rows only has one
 * channel, its score as it is.
 */
export function absoluteErrors({ rows, channels }: Scores): ChannelErrors {
  if (!channels) return { C: 1, values: Float64Array.from(rows) };
  const C = rows.length > 0 ? channels.length / rows.length : 1;
  return { C, values: Float64Array.from(channels, (error) => Math.sqrt(error)) };
}

/** (T, C) of several recordings, one after the other. */
export function concatenateErrors(parts: readonly ChannelErrors[]): ChannelErrors {
  const C = parts[0]?.C ?? 1;
  const values = new Float64Array(parts.reduce((sum, part) => sum + part.values.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part.values, at);
    at += part.values.length;
  }
  return { C, values };
}

/** A column of errors. */
export function columnOf({ C, values }: ChannelErrors, c: number): Float64Array {
  return Float64Array.from({ length: values.length / C }, (_, t) => values[t * C + c]);
}
