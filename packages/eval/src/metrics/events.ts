/**
 * Event by event: an attack is caught if an alarm overlaps it; an alarm is false if it overlaps
 * neither an attack nor the recovery after one.
 *
 * Attacks that are known to have had no effect do not count as missed, and an alarm during one is not
 * false. An alarm that only overlaps a recovery or such an attack is neither true nor false, and so
 * is one of which no row has a known label.
 */
import { frameLength, overlaps, parseDuration, type Segment } from '@anodec/core';
import { describeSpan, type Span, spanRows } from '../span.js';
import { rowsBetween } from './attacks.js';
import { alarmResults, type AlarmResult, isUnknown } from './per-alarm.js';
import { howDetected } from './per-attack.js';
import type { EvaluatedRecording } from './recording.js';

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

/** The counts for one recovery, of each recording and of all together. */
export interface RecoveryCounts {
  /** How long after an attack an alarm is not counted as false, such as `30 min`; `0` for none. */
  readonly recovery: string;
  readonly each: readonly EventCounts[];
  readonly total: EventCounts;
}

/** Events of recordings. */
export interface EventResults {
  /** For each recovery; the first is none at all: the strict count is never absent. */
  readonly recoveries: readonly RecoveryCounts[];
  /** What each alarm overlaps, at the longest recovery. */
  readonly alarms: readonly AlarmResult[];
}

/**
 * Compares alarms with attacks.
 *
 * @param spans recoveries beside none at all
 * @param assumedPeriod the period of rows where recordings have no clock
 */
export function compareEvents(
  recordings: readonly EvaluatedRecording[],
  spans: readonly Span[],
  assumedPeriod: string,
): EventResults {
  const [{ frame }] = recordings;
  const longer = spans.filter((span) => spanRows(span, frame, assumedPeriod) > 0);
  const rowsOf = (span: Span): Segment[][] =>
    recordings.map((recording) => recoveryRows(recording, span, assumedPeriod));
  const all = [0, ...longer].map((span) => ({ span, rows: rowsOf(span) }));
  return {
    recoveries: all.map(({ span, rows }) => {
      const each = recordings.map((recording, i) => countEvents(recording, rows[i]));
      const length = spanRows(span, frame, assumedPeriod);
      const recovery = length === 0 ? '0' : describeSpan(span, frame.clock, length);
      return { recovery, each, total: sumEvents(each) };
    }),
    alarms: recordings.flatMap((recording, i) =>
      alarmResults(recording, longestOf(all.map(({ rows }) => rows[i]))),
    ),
  };
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

/** The longest of several recoveries for each attack. */
function longestOf(all: readonly (readonly Segment[])[]): Segment[] {
  return all[0].map(({ start }, i) => ({ start, end: Math.max(...all.map((one) => one[i].end)) }));
}

/** Counts the events of a recording. @param recoveries rows of each attack and its recovery */
function countEvents(recording: EvaluatedRecording, recoveries: readonly Segment[]): EventCounts {
  const { attacks, labels } = recording;
  const alarms = recording.alarms.map(({ rows }) => rows);
  const effective = attacks.filter(({ attack }) => attack.leavesTrace);
  const detections = effective.map((attack) => howDetected(recording, attack));
  const isTrue = (alarm: Segment): boolean => effective.some(({ rows }) => overlaps(alarm, rows));
  const isFalse = (alarm: Segment): boolean =>
    !attacks.some(({ rows }, i) => overlaps(alarm, rows) || overlaps(alarm, recoveries[i])) &&
    !isUnknown(labels, alarm);
  return {
    attacks: effective.length,
    caught: detections.filter((detection) => detection !== 'none').length,
    detectedDuringEarlierAlarm: detections.filter((detection) => detection === 'earlierAlarm')
      .length,
    alarms: alarms.length,
    trueAlarms: alarms.filter(isTrue).length,
    falseAlarms: alarms.filter(isFalse).length,
  };
}

/** The counts of several recordings together. */
function sumEvents(counts: readonly EventCounts[]): EventCounts {
  return counts.reduce((a, b) => ({
    attacks: a.attacks + b.attacks,
    caught: a.caught + b.caught,
    detectedDuringEarlierAlarm: a.detectedDuringEarlierAlarm + b.detectedDuringEarlierAlarm,
    alarms: a.alarms + b.alarms,
    trueAlarms: a.trueAlarms + b.trueAlarms,
    falseAlarms: a.falseAlarms + b.falseAlarms,
  }));
}
