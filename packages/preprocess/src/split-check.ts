/** Whether a recording is long enough for its split, and settings that would fit where it is not. */
import {
  contiguousSegments,
  DataError,
  describeSteps,
  formatCount,
  frameLength,
  framePeriod,
  quantile,
  type Segment,
  type TimeSeriesFrame,
} from '@anodec/core';
import type { PreprocessConfig } from './config.js';
import { type Averaged, formatInterval, shortDuration } from './interval.js';
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

/** Below this share of regular steps a recording counts as irregular. */
const REGULAR = 0.9;

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
    ? ` after aggregation from ${formatInterval(averaged.from)} to ${formatInterval(averaged.to)}` +
      ` (${count(averaged.rowsBefore)} before)`
    : '';
  return `${count(T)}${from}, the longest stretch without a gap ${whole}`;
}

function remedy(
  frame: TimeSeriesFrame,
  stretches: readonly Segment[],
  settings: SplitSettings,
  windowSize: number,
  { averaged }: SplitContext,
): string {
  const even = evenAdvice(frame, settings, windowSize);
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

/**
 * Where steps are irregular: an interval and a hold that give windows, as a sentence. A smaller window would fit too,
 * but leave most rows without a score, and so is not advised. Undefined where they are regular, or nothing is gained.
 */
function evenAdvice(
  frame: TimeSeriesFrame,
  settings: SplitSettings,
  windowSize: number,
): string | undefined {
  const { median, regularShare } = describeSteps(frame);
  if (frame.clock === 'rows' || regularShare >= REGULAR) return undefined;
  const { interval, hold } = evenSettings(frame, median);
  const { stretches, rows } = evenStretches(frame, interval, hold - interval);
  if (!fits(stretches, rows, settings, windowSize)) return undefined;
  return (
    `The rows come at irregular times: only ${Math.round(100 * regularShare)} % of the steps are near their ` +
    `median of ${formatInterval(median)}. Put them at an even interval and repeat readings in between: choose ` +
    `\`sampleFreq: ${shortDuration(interval)}\`, \`missing: forward-fill\` and ` +
    `\`missing.hold: ${shortDuration(hold)}\`.`
  );
}

/** Share of the steps that a hold bridges. */
const BRIDGED = 0.99;

/** An interval about as long as most steps, and a hold that bridges nearly all of them, both in round numbers. */
function evenSettings({ timestamps }: TimeSeriesFrame, median: number) {
  const steps = timestamps.subarray(1).map((time, t) => time - timestamps[t]);
  const interval = roundUp(median);
  // rows of one interval become one row anywhere within it, which lengthens a step by up to an interval
  return { interval, hold: roundUp(quantile(steps, BRIDGED) + interval) };
}

/** Durations that people choose, in milliseconds. */
const ROUND = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 20, 30].map((seconds) => seconds * 1000),
  ...[1, 2, 5, 10, 15, 20, 30].map((minutes) => minutes * 60_000),
  ...[1, 2, 3, 6, 12, 24].map((hours) => hours * 3_600_000),
];

/** The next longer round duration, whole days above the largest: rows already that far apart stay as they are. */
function roundUp(milliseconds: number): number {
  const day = 86_400_000;
  return ROUND.find((one) => one > milliseconds) ?? (Math.floor(milliseconds / day) + 1) * day;
}

/** The stretches at an even interval, rows being inserted in steps of up to `bridged` milliseconds. */
function evenStretches({ timestamps }: TimeSeriesFrame, interval: number, bridged: number) {
  const stretches: Segment[] = [];
  let [rows, first] = [0, 0];
  for (const [t, time] of timestamps.entries()) {
    const next = timestamps[t + 1] ?? Infinity;
    if (next - time <= bridged) continue;
    const start = rows;
    rows += Math.floor((time - timestamps[first]) / interval) + 1;
    stretches.push({ start, end: rows });
    first = t + 1;
  }
  return { stretches, rows };
}

/** What helps against gaps: an interval where steps are irregular, a tolerance where rows are skipped. */
function gapAdvice(frame: TimeSeriesFrame, stretches: readonly Segment[]): string[] {
  if (stretches.length < 2) return [];
  const { median, regularShare } = describeSteps(frame);
  if (frame.clock !== 'rows' && regularShare < REGULAR) {
    const regular = Math.round(100 * regularShare);
    return [
      `a longer sampleFreq with missing forward-fill and its option hold, as only ${regular} % of the ` +
        `steps are near their median of ${formatInterval(median)}`,
    ];
  }
  const period = framePeriod(frame);
  const absent = stretches
    .slice(1)
    .map(({ start }) => frame.timestamps[start] - frame.timestamps[start - 1])
    .map((step) => Math.round(step / period) - 1);
  return [`gapTolerance ${Math.ceil(quantile(absent, 0.9))}`];
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

function count(rows: number): string {
  return `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}`;
}
