/** All figures of one verdict on one recording, as plain data. */
import {
  type Attack,
  frameLength,
  parseDuration,
  type Segment,
  type TimeSeriesFrame,
} from '@anodec/core';
import type { Alarm } from '../alarms.js';
import { describeSpan, type Span, spanRows } from '../span.js';
import { recordedTime } from '../scored-frame.js';
import type { Detection } from '../alarm-policy.js';
import {
  attackLabels,
  attacksFromLabels,
  placeAttacks,
  type PlacedAttack,
  rowsBetween,
} from './attacks.js';
import { eventFigures, type EventFigures } from './events.js';
import { alarmResults, type AlarmResult } from './per-alarm.js';
import { attackResult, type AttackResult, hitRate, type HitRate } from './per-attack.js';
import { pointFigures, type PointFigures } from './pointwise.js';
import { randomFloor, type RandomFloor } from './random-floor.js';
import { bestF1, type OracleFigures, rankingFigures, type RankingFigures } from './ranking.js';

/** What a row without a clock stands for where the options do not say. */
const ASSUMED_PERIOD = '1min';

/** How a verdict is judged. */
export interface EvaluationOptions {
  /** The attacks; runs of the labels are taken where this is left out. */
  readonly attacks?: readonly Attack[];
  /** Recoveries to report side by side; 0 and 30 min when left out. */
  readonly recoveries?: readonly Span[];
  /** What a row stands for where the recording has no clock; 1 min when left out. */
  readonly assumedPeriod?: string;
  /** Draws of the random floor; 200 when left out. */
  readonly draws?: number;
}

/** Rows that were judged. */
export interface RowCounts {
  readonly total: number;
  /** Rows with a score; the others are left out of all point-wise figures. */
  readonly scored: number;
  readonly attack: number;
  /** Rows in an alarm: one alarm that never ends catches everything. */
  readonly alarmed: number;
}

/** Row by row figures. */
export interface PointEvaluation {
  readonly atThreshold: PointFigures;
  readonly ranking: RankingFigures;
  /** Picked with the labels in hand. */
  readonly oracle: OracleFigures | null;
}

/** All figures; what needs labels is null where nothing is known about attacks. */
export interface Evaluation {
  readonly rows: RowCounts;
  readonly recorded: { readonly value: number; readonly unit: 'day' | '1,000 rows' };
  readonly points: PointEvaluation | null;
  /** The same without the rows of the longest attack, which rules point-wise figures. */
  readonly withoutLongest: (PointEvaluation & { readonly longest: string }) | null;
  readonly flagEverything: PointFigures | null;
  readonly random: RandomFloor | null;
  /** One for each recovery; where no attack is known every alarm counts as false. */
  readonly events: readonly EventFigures[];
  /** Attacks that leave a trace, in order. */
  readonly attacks: readonly AttackResult[];
  /** Every alarm and what it met, in order. */
  readonly alarms: readonly AlarmResult[];
  /** Attacks that are known to have changed nothing. */
  readonly traceless: readonly AttackResult[];
  /** Names of attacks that lie outside the recording. */
  readonly outside: readonly string[];
  readonly culprits: HitRate;
}

/**
 * Holds a verdict against what is known about attacks.
 *
 * @param frame the recording, with labels where there are some: point-wise figures follow them,
 *   event-wise ones the list of attacks
 */
export function evaluate(
  verdict: Detection,
  frame: TimeSeriesFrame,
  options: EvaluationOptions = {},
): Evaluation {
  const listed = options.attacks ?? attacksFromLabels(frame);
  const placed = placeAttacks(frame, listed);
  const traced = placed.filter(({ attack }) => attack.leavesTrace);
  const labels = attackLabels(frame, placed);
  const results = placed.map((attack) => attackResult({ ...verdict, frame }, attack));
  const attacks = results.filter(({ attack }) => attack.leavesTrace);
  const scored = verdict.score.map((score) => (Number.isNaN(score) ? 0 : 1));
  const rows = countRows(verdict.alarms, labels, scored);
  const known = rows.attack > 0;
  const { recorded, unit } = recordedTime([frame]);
  return {
    rows,
    recorded: { value: recorded, unit },
    points: known ? pointEvaluation(verdict, labels, scored) : null,
    withoutLongest: known ? evaluateWithoutLongest(verdict, labels, scored, traced) : null,
    flagEverything: known ? flagEverything(labels, scored) : null,
    random: known ? drawFloor(verdict, labels, traced, options.draws) : null,
    events: eventsOf(verdict.alarms, frame, placed, attacks, options),
    attacks,
    alarms: alarmResults(verdict.alarms, placed, longestRecoveries(frame, placed, options)),
    traceless: results.filter(({ attack }) => !attack.leavesTrace),
    outside: listed.filter((attack) => !placed.some((p) => p.attack === attack)).map((a) => a.name),
    culprits: hitRate(attacks),
  };
}

function countRows(
  alarms: readonly Alarm[],
  labels: Uint8Array,
  scored: ArrayLike<number>,
): RowCounts {
  let [withScore, attack] = [0, 0];
  for (let t = 0; t < labels.length; t++) {
    if (scored[t] === 0) continue;
    withScore++;
    if (labels[t] !== 0) attack++;
  }
  const alarmed = alarms.reduce((sum, { rows }) => sum + rows.end - rows.start, 0);
  return { total: labels.length, scored: withScore, attack, alarmed };
}

function pointEvaluation(
  { score, threshold }: Detection,
  labels: Uint8Array,
  counted: ArrayLike<number>,
): PointEvaluation {
  const keep = (_: number, t: number): boolean => counted[t] !== 0;
  const scores = score.filter(keep);
  const truth = labels.filter(keep);
  const flags = Uint8Array.from(scores, (s) => (s > threshold.value ? 1 : 0));
  return {
    atThreshold: pointFigures(truth, flags),
    ranking: rankingFigures(truth, scores),
    oracle: bestF1(truth, scores),
  };
}

function evaluateWithoutLongest(
  verdict: Detection,
  labels: Uint8Array,
  scored: ArrayLike<number>,
  attacks: readonly PlacedAttack[],
): Evaluation['withoutLongest'] {
  if (attacks.length < 2) return null;
  const longest = attacks.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a));
  const counted = Uint8Array.from(scored).fill(0, longest.rows.start, longest.rows.end);
  return { longest: longest.attack.name, ...pointEvaluation(verdict, labels, counted) };
}

function lengthOf({ rows }: PlacedAttack): number {
  return rows.end - rows.start;
}

function flagEverything(labels: Uint8Array, scored: ArrayLike<number>): PointFigures {
  const truth = labels.filter((_, t) => scored[t] !== 0);
  return pointFigures(truth, new Uint8Array(truth.length).fill(1));
}

function drawFloor(
  { score, threshold, alarms }: Detection,
  labels: Uint8Array,
  attacks: readonly PlacedAttack[],
  draws?: number,
): RandomFloor {
  const flags = Uint8Array.from(score, (s) => (s > threshold.value ? 1 : 0));
  const alarmed = new Uint8Array(score.length);
  for (const { rows } of alarms) alarmed.fill(1, rows.start, rows.end);
  const traced = attacks.map(({ rows }) => rows);
  return randomFloor({ flags, alarmed, labels, attacks: traced }, draws);
}

function eventsOf(
  alarms: readonly Alarm[],
  frame: TimeSeriesFrame,
  attacks: readonly PlacedAttack[],
  results: readonly AttackResult[],
  options: EvaluationOptions,
): EventFigures[] {
  const delays = results.map(({ delay }) => delay).filter((delay) => delay !== null);
  return recoveriesOf(options).map((recovery) => {
    const rows = spanRows(recovery, frame, options.assumedPeriod ?? ASSUMED_PERIOD);
    const recoveries = recoveryRows(frame, attacks, recovery, options);
    const parts = { alarms: alarms.map((a) => a.rows), attacks, recoveries, delays };
    const described = rows === 0 ? '0' : describeSpan(recovery, frame.clock, rows);
    return eventFigures({ ...parts, ...recordedTime([frame]) }, described);
  });
}

function recoveriesOf(options: EvaluationOptions): readonly Span[] {
  return options.recoveries ?? [0, '30min'];
}

/** The most lenient of the recoveries, for the word that stands beside an alarm. */
function longestRecoveries(
  frame: TimeSeriesFrame,
  attacks: readonly PlacedAttack[],
  options: EvaluationOptions,
): Segment[] {
  const all = recoveriesOf(options).map((span) => recoveryRows(frame, attacks, span, options));
  return attacks.map(({ rows }, i) => ({
    start: rows.start,
    end: Math.max(rows.end, ...all.map((recoveries) => recoveries[i].end)),
  }));
}

/** For each attack the rows from its beginning to the end of its recovery; time counts, gaps too. */
function recoveryRows(
  frame: TimeSeriesFrame,
  attacks: readonly PlacedAttack[],
  recovery: Span,
  options: EvaluationOptions,
): Segment[] {
  const length = spanRows(recovery, frame, options.assumedPeriod ?? ASSUMED_PERIOD);
  return attacks.map(({ attack, rows }) => {
    if (typeof recovery === 'number' || frame.clock === 'rows') {
      return { start: rows.start, end: Math.min(frameLength(frame), rows.end + length) };
    }
    return rowsBetween(frame, attack.start, attack.end + parseDuration(recovery));
  });
}
