/** Whether a recording is long enough for its split, and settings that would fit where it is not. */
import {
  contiguousSegments,
  countOf,
  DataError,
  formatDuration,
  frameLength,
  type Segment,
  type TimeSeriesFrame,
} from '@anodec/core';
import type { PreprocessConfig } from './config.js';
import { evenAdvice, gapAdvice } from './gap-advice.js';
import type { Averaged } from './interval.js';
import { type SplitRows, splitRows } from './split.js';

/** What a message about a recording needs besides its rows. */
export interface SplitContext {
  /** What the message calls the recording. */
  readonly what: string;
  /** What aggregation did to the recordings, if anything. */
  readonly averaged?: Averaged;
}

/** The settings of a split. */
export type SplitSettings = Pick<PreprocessConfig, 'validationSplit' | 'invertedSplit'>;

/**
 * Checks that each side of a split holds a window without a gap.
 *
 * @param windowSize W
 * @throws DataError with what the recording has, and settings that fit
 */
export function checkSplit(
  frame: TimeSeriesFrame,
  settings: SplitSettings,
  windowSize: number,
  context: SplitContext,
): void {
  const stretches = contiguousSegments(frame);
  if (fits(stretches, frameLength(frame), settings, windowSize)) return;
  const rows = sidesOf(frameLength(frame), settings, windowSize);
  const [train, validation] = [rows.train, rows.validation].map((side) => longest(stretches, side));
  throw new DataError(
    `Training and validation rows of ${context.what} must each hold a window of windowSize ` +
      `${windowSize} without a gap; with validationSplit ${settings.validationSplit} the longest ` +
      `stretches have ${train} and ${validation} rows. The recording has ${describeRows(frame, stretches, context)}. ` +
      remedy(frame, stretches, settings, windowSize, context),
  );
}

function describeRows(
  frame: TimeSeriesFrame,
  stretches: readonly Segment[],
  { averaged }: SplitContext,
): string {
  const T = frameLength(frame);
  const whole = longest(stretches, { start: 0, end: T });
  const from = averaged
    ? ` after aggregation from ${formatDuration(averaged.from)} to ${formatDuration(averaged.to)}` +
      ` (${countOf(averaged.rowsBefore, 'row')} before)`
    : '';
  return `${countOf(T, 'row')}${from}, the longest stretch without a gap ${whole}`;
}

function remedy(
  frame: TimeSeriesFrame,
  stretches: readonly Segment[],
  settings: SplitSettings,
  windowSize: number,
  { averaged }: SplitContext,
): string {
  const even = evenAdvice(frame, (parts, T) => fits(parts, T, settings, windowSize));
  if (even !== undefined) return even;
  const size = fittingWindow(stretches, frame, settings, windowSize);
  const share = fittingShare(stretches, frame, settings, windowSize);
  const choices = [
    ...(size === undefined ? [] : [`windowSize ${size}`]),
    ...(share === undefined ? [] : [`validationSplit ${share}`]),
    ...(averaged ? ['a shorter sampleFreq, such as none'] : []),
    ...gapAdvice(frame, stretches),
  ];
  if (choices.length === 0) return 'Take a longer recording.';
  const last = choices[choices.length - 1];
  const others = choices.slice(0, -1).join(', ');
  return `Choose ${others === '' ? last : `${others} or ${last}`}.`;
}

/** The largest window below the one asked for that fits. */
function fittingWindow(
  stretches: readonly Segment[],
  frame: TimeSeriesFrame,
  settings: SplitSettings,
  windowSize: number,
): number | undefined {
  for (let size = Math.min(windowSize - 1, frameLength(frame)); size >= 2; size--) {
    if (fits(stretches, frameLength(frame), settings, size)) return size;
  }
  return undefined;
}

/** The share nearest to the one asked for that fits, in hundredths. */
function fittingShare(
  stretches: readonly Segment[],
  frame: TimeSeriesFrame,
  settings: SplitSettings,
  windowSize: number,
): number | undefined {
  const { validationSplit } = settings;
  const shares = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);
  const nearest = shares.sort(
    (a, b) => Math.abs(a - validationSplit) - Math.abs(b - validationSplit),
  );
  return nearest.find((share) =>
    fits(stretches, frameLength(frame), { ...settings, validationSplit: share }, windowSize),
  );
}

/** @param T rows of the recording */
function fits(
  stretches: readonly Segment[],
  T: number,
  settings: SplitSettings,
  windowSize: number,
): boolean {
  const { train, validation } = sidesOf(T, settings, windowSize);
  return [train, validation].every((side) => longest(stretches, side) >= windowSize);
}

function sidesOf(
  T: number,
  { validationSplit, invertedSplit }: SplitSettings,
  windowSize: number,
): SplitRows {
  const options = { validation: validationSplit, gap: windowSize - 1, inverted: invertedSplit };
  return splitRows(T, options);
}

/** Rows of the longest part of a stretch that lies on a side. */
function longest(stretches: readonly Segment[], side: Segment): number {
  return stretches.reduce(
    (most, { start, end }) => Math.max(most, Math.min(end, side.end) - Math.max(start, side.start)),
    0,
  );
}
