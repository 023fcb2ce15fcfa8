/**
 * Stretches of time in settings: a duration such as `30min`, or a whole number of rows.
 *
 * A recording without a clock has only rows. There a duration is turned into rows at a period that
 * the settings assume, so that one set of defaults serves every recording.
 */
import { type Clock, framePeriod, parseDuration, type TimeSeriesFrame } from '@anodec/core';
import { z } from 'zod';

/** A schema of a stretch of time: text is a duration, a number counts rows. */
export const Span = z.union([
  z.int().min(0),
  z.string().regex(/^\s*\d+(\.\d+)?\s*[a-z]+\s*$/i, 'must be rows or a duration such as 30min'),
]);

/** A duration such as `30min`, or a number of rows. */
export type Span = z.infer<typeof Span>;

/** What one row of a recording stands for. */
export interface RowTime {
  readonly clock: Clock;
  /** Usual distance between two rows, in the unit of the clock; 1 where rows are only numbered. */
  readonly period: number;
  /** What a row stands for where the recording has no clock, such as `1min`. */
  readonly assumedPeriod: string;
}

/** The length of a stretch in rows, rounded. @throws ConfigError when it is not a duration */
export function rowsIn(span: Span, { clock, period, assumedPeriod }: RowTime): number {
  if (typeof span === 'number') return span;
  return Math.round(
    parseDuration(span) / (clock === 'rows' ? parseDuration(assumedPeriod) : period),
  );
}

/**
 * The length of a stretch in rows of this recording, rounded.
 *
 * @param assumedPeriod what a row stands for where the recording has no clock, such as `1min`
 * @throws DataError when a duration meets a recording with a clock and fewer than two rows
 */
export function spanRows(span: Span, frame: TimeSeriesFrame, assumedPeriod: string): number {
  if (typeof span === 'number') return span;
  return rowsIn(span, { clock: frame.clock, period: framePeriod(frame), assumedPeriod });
}

/** How a stretch is written for people, such as `30 min` or `6 rows`. */
export function describeSpan(span: Span, clock: Clock, rows: number): string {
  if (typeof span === 'number' || clock === 'rows') return `${rows} ${rows === 1 ? 'row' : 'rows'}`;
  return span.replace(/^\s*([\d.]+)\s*([a-z]+)\s*$/i, '$1 $2');
}
