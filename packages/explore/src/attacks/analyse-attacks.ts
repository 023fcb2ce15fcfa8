/**
 * The list of attacks compared with the labels of the recording. Both were written by hand and do
 * not agree everywhere.
 */
import {
  type Attack,
  flagSegments,
  formatDuration,
  frameLength,
  framePeriod,
  type Segment,
  type TimeSeriesFrame,
} from '@anodec/core';
import { attackFlags } from './attack-flags.js';

/** A listed attack matched with the recording. */
export interface ListedAttack {
  readonly attack: Attack;
  /** From start to end, in milliseconds. */
  readonly duration: number;
  /** Its attack points that are no channel of the recording. */
  readonly unknownChannels: readonly string[];
  /** Rows of the recording from its start to its end, and how many of them are labelled. */
  readonly rows: number;
  readonly labelledRows: number;
  /** Indices into `runs` of the label runs that overlap it. */
  readonly runs: readonly number[];
}

/** Consecutive rows that are labelled as attack. */
export interface LabelRun extends Segment {
  /** Times of the first and the last labelled row. */
  readonly from: number;
  readonly to: number;
  /** Names of the listed attacks that overlap it. */
  readonly attacks: readonly string[];
  /** How much later than its attacks it begins and ends, in milliseconds; absent without any. */
  readonly late?: { readonly start: number; readonly end: number };
  /** The typing error that may explain a run without an attack. */
  readonly guess?: string;
}

/** Agreement and disagreement of a list of attacks and the labels of a recording. */
export interface AttackAnalysis {
  readonly listed: readonly ListedAttack[];
  readonly runs: readonly LabelRun[];
  /** Runs that match no listed attack. */
  readonly unlistedRuns: readonly LabelRun[];
  /** Attacks of which no row is labelled, though the recording has rows of them. */
  readonly unlabelledAttacks: readonly ListedAttack[];
  /** Attacks of which the recording has no row. */
  readonly unrecordedAttacks: readonly ListedAttack[];
}

/** Matches a list with a recording; without labels there are no runs and no unlabelled attacks. */
export function analyseAttacks(attacks: readonly Attack[], frame: TimeSeriesFrame): AttackAnalysis {
  const { timestamps, labels } = frame;
  const flags = labels && attackFlags(labels);
  const segments = flags ? flagSegments(flags) : [];
  const spans = segments.map(({ start, end }) => [timestamps[start], timestamps[end - 1]] as const);
  const listed = attacks.map((attack): ListedAttack => {
    const { start, end, channels } = attack;
    const from = firstRowFrom(timestamps, start);
    const to = firstRowFrom(timestamps, end + 1);
    return {
      attack,
      duration: end - start,
      unknownChannels: channels.filter((name) => !frame.channels.includes(name)),
      rows: to - from,
      labelledRows: flags ? flags.subarray(from, to).reduce((sum, flag) => sum + flag, 0) : 0,
      runs: spans.flatMap(([first, last], n) => (first <= end && start <= last ? [n] : [])),
    };
  });
  const period = frameLength(frame) < 2 ? NaN : framePeriod(frame);
  const runs = segments.map((segment, n): LabelRun => {
    const [from, to] = spans[n];
    const own = listed.filter((entry) => entry.runs.includes(n)).map(({ attack }) => attack);
    const run = { ...segment, from, to, attacks: own.map(({ name }) => name) };
    if (own.length > 0) return { ...run, late: latenessOf(run, own) };
    const guess = guessSlip(run, attacks, period);
    return guess === undefined ? run : { ...run, guess };
  });
  return {
    listed,
    runs,
    unlistedRuns: runs.filter((run) => run.attacks.length === 0),
    unlabelledAttacks: listed.filter((a) => labels && a.rows > 0 && a.labelledRows === 0),
    unrecordedAttacks: listed.filter(({ rows }) => rows === 0),
  };
}

function latenessOf(
  { from, to }: Pick<LabelRun, 'from' | 'to'>,
  attacks: readonly Attack[],
): { start: number; end: number } {
  const start = Math.min(...attacks.map((attack) => attack.start));
  const end = Math.max(...attacks.map((attack) => attack.end));
  return { start: from - start, end: to - end };
}

const HALF_DAY = 43_200_000;

/**
 * A run that begins whole half days away from an attack, or is exactly as long as one, was perhaps
 * meant for it: 06:30 where 18:30 was meant.
 */
function guessSlip(
  { from, to }: Pick<LabelRun, 'from' | 'to'>,
  attacks: readonly Attack[],
  period: number,
): string | undefined {
  const away = ({ start }: Attack) => Math.abs(start - from);
  const near = [...attacks].sort((a, b) => away(a) - away(b));
  const slipped = near.find(({ start }) => (start - from) % HALF_DAY === 0);
  const alike = near.find(({ start, end }) => Math.abs(end - start - (to - from)) < period);
  const meant = slipped ?? alike;
  if (!meant) return undefined;
  const side = meant.start > from ? 'before' : 'after';
  const distance = `${formatDuration(away(meant))} ${side} ${meant.name}`;
  const sameLength = Math.abs(meant.end - meant.start - (to - from)) < period;
  return `begins ${distance}${sameLength ? ', and is exactly as long' : ''}`;
}

/** The number of rows before `time`. */
function firstRowFrom(timestamps: Float64Array, time: number): number {
  let [from, to] = [0, timestamps.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (timestamps[middle] < time) from = middle + 1;
    else to = middle;
  }
  return from;
}
