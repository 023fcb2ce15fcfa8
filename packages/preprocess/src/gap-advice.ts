/** What a recording with gaps can be advised, so that windows span them. */
import {
  contiguousSegments,
  DAY,
  describeSteps,
  formatCount,
  formatDuration,
  frameLength,
  framePeriod,
  quantile,
  type Segment,
  type TimeSeriesFrame,
} from '@anodec/core';
import { shortDuration } from './interval.js';

/** Below this share of regular steps a recording counts as irregular. */
const REGULAR = 0.9;

/** Share of the rows without a score because of gaps, from which a remedy is worth a sentence. */
const MANY = 0.1;

/** Rows of a recording and, by reason, those without a score, as `countScored` has them. */
export interface UnscoredCounts {
  readonly rows: number;
  readonly unscored: readonly { readonly reason: string; readonly rows: number }[];
}

/**
 * Says what helps where gaps leave many rows without a score: a tolerance where rows of an even recording are skipped,
 * an even interval where steps are irregular.
 *
 * @param frame as it was scored
 * @param counts its rows
 * @param windowSize W
 * @returns undefined where gaps cost less than a tenth of the rows, or nothing is known to help
 */
export function remedyForGaps(
  frame: TimeSeriesFrame,
  { rows, unscored }: UnscoredCounts,
  windowSize: number,
): string | undefined {
  const rowsOf = (reason: string): number =>
    unscored.find((part) => part.reason === reason)?.rows ?? 0;
  const first = Math.max(0, rowsOf('first rows of a stretch') - (windowSize - 1));
  const lost = rowsOf('no window without a gap') + first;
  const stretches = contiguousSegments(frame);
  if (stretches.length < 2 || lost < MANY * rows) return undefined;
  const advice = onGrid(frame)
    ? bridging(frame, stretches, windowSize)
    : evening(frame, windowSize);
  return (
    advice &&
    `Gaps leave ${formatCount(lost)} of ${formatCount(rows)} rows without a window. ${advice}`
  );
}

/** Whether nearly all steps are whole multiples of the period, so that gaps are rows that are absent. */
function onGrid(frame: TimeSeriesFrame): boolean {
  const period = framePeriod(frame);
  const steps = frame.timestamps.subarray(1).map((time, t) => time - frame.timestamps[t]);
  const even = steps.filter((step) => {
    const periods = step / period;
    return Math.abs(periods - Math.max(1, Math.round(periods))) <= ON_GRID;
  });
  return even.length >= REGULAR * steps.length;
}

/** Distance of a step from a whole multiple of the period that counts as none, in periods. */
const ON_GRID = 0.1;

function bridging(
  frame: TimeSeriesFrame,
  stretches: readonly Segment[],
  windowSize: number,
): string | undefined {
  const absent = tolerance(frame, stretches);
  const period = framePeriod(frame);
  const bridged = evenStretches(frame, period, (absent + 1.5) * period);
  if (scoredRows(bridged.stretches, windowSize) <= scoredRows(stretches, windowSize)) {
    return undefined;
  }
  return `Train with \`gapTolerance: ${absent}\`, so that windows span rows that are absent.`;
}

function evening(frame: TimeSeriesFrame, windowSize: number): string | undefined {
  const share = (stretches: readonly Segment[], rows: number): number =>
    scoredRows(stretches, windowSize) / rows;
  const now = share(contiguousSegments(frame), frameLength(frame));
  return evenAdvice(frame, (stretches, rows) => share(stretches, rows) > now);
}

/** Rows of stretches that are the last of a window. */
function scoredRows(stretches: readonly Segment[], windowSize: number): number {
  return stretches.reduce(
    (sum, { start, end }) => sum + Math.max(0, end - start - windowSize + 1),
    0,
  );
}

/** Absent rows that nine of ten gaps between stretches have at most. */
function tolerance(frame: TimeSeriesFrame, stretches: readonly Segment[]): number {
  const period = framePeriod(frame);
  const absent = stretches
    .slice(1)
    .map(({ start }) => frame.timestamps[start] - frame.timestamps[start - 1])
    .map((step) => Math.round(step / period) - 1);
  return Math.ceil(quantile(absent, 0.9));
}

/**
 * An interval and a hold that give windows where steps are irregular, as a sentence. A smaller window would fit too,
 * but leave most rows without a score, and so is not advised.
 *
 * @param gains whether these stretches of an even recording of so many rows are worth it
 * @returns undefined where steps are regular, or nothing is gained
 */
export function evenAdvice(
  frame: TimeSeriesFrame,
  gains: (stretches: readonly Segment[], rows: number) => boolean,
): string | undefined {
  const { median, regularShare } = describeSteps(frame);
  if (frame.clock === 'rows' || regularShare >= REGULAR) return undefined;
  const { interval, hold } = evenSettings(frame, median);
  const { stretches, rows } = evenStretches(frame, interval, hold - interval);
  if (!gains(stretches, rows)) return undefined;
  return (
    `The rows come at irregular times: only ${Math.round(100 * regularShare)} % of the steps are near their ` +
    `median of ${formatDuration(median)}. Put them at an even interval and repeat readings in between: choose ` +
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
  return ROUND.find((one) => one > milliseconds) ?? (Math.floor(milliseconds / DAY) + 1) * DAY;
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

/**
 * Settings that help against the gaps between stretches: an interval where steps are irregular, a tolerance where rows
 * are skipped.
 */
export function gapAdvice(frame: TimeSeriesFrame, stretches: readonly Segment[]): string[] {
  if (stretches.length < 2) return [];
  const { median, regularShare } = describeSteps(frame);
  if (frame.clock !== 'rows' && regularShare < REGULAR) {
    const regular = Math.round(100 * regularShare);
    return [
      `a longer sampleFreq with missing forward-fill and its option hold, as only ${regular} % of the ` +
        `steps are near their median of ${formatDuration(median)}`,
    ];
  }
  return [`gapTolerance ${tolerance(frame, stretches)}`];
}
