/** The interval between rows: what a recording has, what the settings ask for, what training had. */
import {
  type Clock,
  countOf,
  DataError,
  formatCount,
  formatDuration,
  frameLength,
  framePeriod,
  parseDuration,
  type TimeSeriesFrame,
} from '@anodec/core';
import { parseAggregation } from './aggregates.js';
import type { PreprocessConfig } from './config.js';
import { resampleFrame } from './resample.js';

/** What aggregation did to recordings. */
export interface Averaged {
  /** Usual step before, in milliseconds. */
  readonly from: number;
  /** Interval after, in milliseconds. */
  readonly to: number;
  readonly rowsBefore: number;
  readonly rowsAfter: number;
}

/** A recording at the interval it should have. */
export interface IntervalCheck {
  readonly frame: TimeSeriesFrame;
  /** Absent where rows stayed as they were. */
  readonly averaged?: Averaged;
  /** What was done or could not be checked, one sentence; absent where there is nothing to say. */
  readonly note?: string;
}

/** Intervals are the same if neither is longer than the other by more than this factor. */
const SAME_INTERVAL = 1.25;

/** What there is to know for the choice of an interval. */
export interface IntervalParts {
  readonly clock: Clock;
  /** Usual step between rows, in milliseconds. */
  readonly period: number;
  /** Interval of the training rows, in milliseconds, where it is known. */
  readonly trained?: number;
  /** What has that interval, for the message; the training rows unless given. */
  readonly reference?: string;
}

/**
 * The interval to which rows are to be aggregated, in milliseconds; undefined where they stay as they
 * are.
 *
 * @param what the recording is, for the message
 * @throws DataError when rows are coarser than those of training
 */
export function chooseInterval(
  { clock, period, trained, reference = 'the training rows' }: IntervalParts,
  { sampleFreq }: Pick<PreprocessConfig, 'sampleFreq'>,
  what: string,
): number | undefined {
  if (clock === 'rows') return undefined;
  const asked = sampleFreq === 'none' ? 0 : parseDuration(sampleFreq);
  const interval = Math.max(asked, period);
  if (trained === undefined) return interval > period ? interval : undefined;
  if (interval > trained * SAME_INTERVAL) throw coarser(interval, trained, what, reference);
  if (interval * SAME_INTERVAL < trained) return trained;
  return interval > period ? interval : undefined;
}

function coarser(interval: number, trained: number, what: string, reference: string): DataError {
  return new DataError(
    `The rows of ${what} must be at most ${formatDuration(trained)} apart, the interval of ` +
      `${reference}, got ${formatDuration(interval)}. Take a recording with more rows, or train with the ` +
      `setting sampleFreq: ${shortDuration(interval)}.`,
  );
}

/**
 * Checks the interval of a recording against that of training: finer rows are aggregated, and the note
 * says so.
 *
 * @param trainedPeriod in milliseconds; undefined where it is not known, as in runs of earlier versions
 * @param what the recording is, for messages
 * @throws DataError that names both intervals and the setting when rows are coarser than in training
 */
export function checkInterval(
  trainedPeriod: number | undefined,
  frame: TimeSeriesFrame,
  { aggregate }: Pick<PreprocessConfig, 'aggregate'>,
  what = 'the recording',
): IntervalCheck {
  if (trainedPeriod === undefined || frameLength(frame) < 2) return { frame };
  if (frame.clock === 'rows') {
    const note = `The interval of ${what} is unknown, as its rows are only numbered; ${formatDuration(trainedPeriod)}, the interval of the training rows, is assumed.`;
    return { frame, note };
  }
  return toInterval(frame, { sampleFreq: 'none', aggregate }, { what, trained: trainedPeriod });
}

/** What a recording is compared with. */
export type IntervalReference = Pick<IntervalParts, 'trained' | 'reference'> & {
  /** What the recording is, for messages. */
  readonly what?: string;
};

/**
 * Aggregates a recording to the interval of the settings or, where it is known, of training.
 *
 * @throws DataError when rows are coarser than those of training
 */
export function toInterval(
  frame: TimeSeriesFrame,
  settings: Pick<PreprocessConfig, 'sampleFreq' | 'aggregate'>,
  { what = 'the recording', trained, reference }: IntervalReference = {},
): IntervalCheck {
  const aggregation = parseAggregation(settings.aggregate, frame.channels);
  if (frame.clock === 'rows' || frameLength(frame) < 2) return { frame };
  const period = framePeriod(frame);
  const interval = chooseInterval(
    { clock: frame.clock, period, trained, reference },
    settings,
    what,
  );
  if (interval === undefined) return { frame };
  const resampled = resampleFrame(frame, interval, aggregation);
  const averaged = {
    from: period,
    to: interval,
    rowsBefore: frameLength(frame),
    rowsAfter: frameLength(resampled),
  };
  return { frame: resampled, averaged, note: describeAveraging(averaged, what) };
}

/** What aggregation did, in one sentence. */
export function describeAveraging(
  { from, to, rowsBefore, rowsAfter }: Averaged,
  what = 'the recording',
): string {
  return (
    `Rows of ${what} were aggregated from ${formatDuration(from)} to ${formatDuration(to)}: ` +
    `${countOf(rowsBefore, 'row')} became ${formatCount(rowsAfter)}.`
  );
}

/** An interval as a setting takes it, such as `10s`. */
export function shortDuration(milliseconds: number): string {
  const units = [
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1000],
  ] as const;
  const [unit, size] = units.find(([, ms]) => milliseconds % ms === 0) ?? ['ms', 1];
  return `${milliseconds / size}${unit}`;
}
