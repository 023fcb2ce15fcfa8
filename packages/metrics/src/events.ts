/**
 * Event by event: an attack is caught if an alarm overlaps it; an alarm is false if it overlaps
 * neither an attack nor the recovery after one.
 *
 * Attacks that are known to have had no effect do not count as missed, and an alarm during one is not
 * false. An alarm that only overlaps a recovery or such an attack is neither true nor false, and so
 * is one of which no row has a known label.
 */
import { frameLength, parseDuration, type Segment, UNKNOWN_LABEL } from '@anodec/core';
import { describeSpan, type Span, spanRows } from '@anodec/eval';
import { type PlacedAttack, rowsBetween } from './attacks.js';
import { howDetected } from './per-attack.js';
import type { EvaluatedRecording, MetricRecording } from './recording.js';

/** Attacks and alarms, counted for one length of recovery. */
export interface EventCounts {
  /** Attacks with an effect, how many of them were caught, and how many of these began during an earlier alarm. */
  readonly attacks: number;
  readonly caught: number;
  readonly detectedDuringEarlierAlarm: number;
  readonly alarms: number;
  /** Alarms that overlap an attack with an effect. */
  readonly trueAlarms: number;
  readonly falseAlarms: number;
}

/** One length of recovery, and what of each recording an alarm may overlap without being false. */
export interface Recovery {
  /** How long after an attack an alarm is not counted as false, such as `30 min`; `0` for none. */
  readonly recovery: string;
  /** For each recording the rows of each attack and its recovery. */
  readonly rows: readonly (readonly Segment[])[];
  readonly covers: readonly AttackCover[];
}

/** Running counts of rows, (T + 1) each: the rows before a row that are so. */
export interface AttackCover {
  /** Under an attack with an effect. */
  readonly effective: Uint32Array;
  /** Under any attack, or in the recovery after one. */
  readonly excused: Uint32Array;
  /** With a known label. */
  readonly known: Uint32Array;
}

/**
 * The recoveries: none at all first, so that the strict count is never absent.
 *
 * @param spans recoveries beside none at all
 * @param assumedPeriod the period of rows where recordings have no clock
 */
export function recoveriesOf(
  recordings: readonly EvaluatedRecording[],
  spans: readonly Span[],
  assumedPeriod: string,
): Recovery[] {
  const [{ frame }] = recordings;
  const longer = spans.filter((span) => spanRows(span, frame, assumedPeriod) > 0);
  return [0, ...longer].map((span) => {
    const length = spanRows(span, frame, assumedPeriod);
    const rows = recordings.map((recording) => recoveryRows(recording, span, assumedPeriod));
    return {
      recovery: length === 0 ? '0' : describeSpan(span, frame.clock, length),
      rows,
      covers: recordings.map((recording, i) => coverOf(recording, rows[i])),
    };
  });
}

function coverOf(
  { attacks, labels }: EvaluatedRecording,
  recoveries: readonly Segment[],
): AttackCover {
  const T = labels.length;
  const effective = effectiveAttacks(attacks).map(({ rows }) => rows);
  return {
    effective: countedBefore(covered(T, effective)),
    excused: countedBefore(covered(T, [...attacks.map(({ rows }) => rows), ...recoveries])),
    known: countedBefore(labels.map((label) => (label === UNKNOWN_LABEL ? 0 : 1))),
  };
}

function covered(T: number, segments: readonly Segment[]): Uint8Array {
  const flags = new Uint8Array(T);
  for (const { start, end } of segments) flags.fill(1, start, end);
  return flags;
}

function countedBefore(flags: Uint8Array): Uint32Array {
  const counts = new Uint32Array(flags.length + 1);
  for (let t = 0; t < flags.length; t++) counts[t + 1] = counts[t] + flags[t];
  return counts;
}

/** For each attack its rows and those of its recovery; gaps count as time. */
function recoveryRows(
  { frame, attacks }: EvaluatedRecording,
  span: Span,
  assumedPeriod: string,
): Segment[] {
  const length = spanRows(span, frame, assumedPeriod);
  return attacks.map(({ attack, rows }) => {
    if (typeof span === 'number' || frame.clock === 'rows') {
      return { start: rows.start, end: Math.min(frameLength(frame), rows.end + length) };
    }
    return rowsBetween(frame, attack.start, attack.end + parseDuration(span));
  });
}

/** The longest of several recoveries, for each recording and attack. */
export function longestRecoveries(recoveries: readonly Recovery[]): Segment[][] {
  return recoveries[0].rows.map((first, r) =>
    first.map(({ start }, i) => ({
      start,
      end: Math.max(...recoveries.map(({ rows }) => rows[r][i].end)),
    })),
  );
}

/** The attacks that are not known to have had no effect. */
export function effectiveAttacks(attacks: readonly PlacedAttack[]): readonly PlacedAttack[] {
  return attacks.filter(({ attack }) => attack.leavesTrace);
}

/** Counts the events of a recording at the recovery that `cover` was made with. */
export function countEvents(recording: MetricRecording, cover: AttackCover): EventCounts {
  const effective = effectiveAttacks(recording.attacks);
  const detections = effective.map((attack) => howDetected(recording, attack));
  let [trueAlarms, falseAlarms] = [0, 0];
  for (const { rows } of recording.alarms) {
    if (meets(cover.effective, rows)) trueAlarms++;
    if (!meets(cover.excused, rows) && meets(cover.known, rows)) falseAlarms++;
  }
  return {
    attacks: effective.length,
    caught: detections.filter((detection) => detection !== 'none').length,
    detectedDuringEarlierAlarm: detections.filter((detection) => detection === 'earlierAlarm')
      .length,
    alarms: recording.alarms.length,
    trueAlarms,
    falseAlarms,
  };
}

/** Whether any of the rows of an alarm is counted. */
function meets(counts: Uint32Array, { start, end }: Segment): boolean {
  return counts[end] > counts[start];
}

/** The counts of several recordings together. */
export function sumEvents(counts: readonly EventCounts[]): EventCounts {
  return counts.reduce((a, b) => ({
    attacks: a.attacks + b.attacks,
    caught: a.caught + b.caught,
    detectedDuringEarlierAlarm: a.detectedDuringEarlierAlarm + b.detectedDuringEarlierAlarm,
    alarms: a.alarms + b.alarms,
    trueAlarms: a.trueAlarms + b.trueAlarms,
    falseAlarms: a.falseAlarms + b.falseAlarms,
  }));
}
