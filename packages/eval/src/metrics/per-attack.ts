/** Attack by attack: detected or not, how soon, how much of it, and whether an attacked channel was named. */
import { type Attack, overlaps, type Segment } from '@anodec/core';
import { type Alarm, type ChannelShare, rankChannels } from '../alarms.js';
import type { PlacedAttack } from './attacks.js';
import type { EvaluatedRecording } from './recording.js';

/** Contributing channels that are kept for an attack. */
const TOP = 3;

/** The outcome of one attack. */
export interface AttackResult {
  readonly attack: Attack;
  /** Name of its recording, where there are several. */
  readonly recording?: string;
  readonly rows: Segment;
  /** Whether at least one alarm overlaps it. */
  readonly caught: boolean;
  /** Whether it began while an earlier alarm was still on, so that it raised none of its own. */
  readonly duringEarlierAlarm: boolean;
  /**
   * From its start to the time at which the first row of its alarm is complete, in the unit of the
   * clock; 0 where that is before the start as it was listed; null without an alarm of its own.
   */
  readonly delay: number | null;
  /** Share of its rows that lie in an alarm. */
  readonly covered: number;
  /** The channels that contribute most to its first alarm, or to its own rows where it was missed. */
  readonly top: readonly ChannelShare[];
  /** Whether an attacked channel is among them; null where the attacked channels are unknown. */
  readonly named: boolean | null;
}

/** The outcome of an attack. */
export function attackResult(
  recording: EvaluatedRecording,
  { attack, rows }: PlacedAttack,
): AttackResult {
  const { channels, channelScores } = recording;
  const met = recording.alarms.filter((alarm) => overlaps(alarm.rows, rows));
  const shared = met.map((alarm) => intersection(alarm.rows, rows));
  const detection = howDetected(recording, { attack, rows });
  const covered = shared.reduce((sum, s) => sum + s.end - s.start, 0) / (rows.end - rows.start);
  const top = channelScores
    ? rankChannels(channelScores, channels, shared.at(0) ?? rows).slice(0, TOP)
    : [];
  const known = attack.channels.filter((channel) => channels.includes(channel));
  return {
    attack,
    ...recording.label,
    rows,
    caught: detection !== 'none',
    duringEarlierAlarm: detection === 'earlierAlarm',
    delay:
      detection === 'ownAlarm' ? Math.max(0, completion(recording, met[0]) - attack.start) : null,
    covered,
    top,
    named:
      known.length > 0 && channelScores ? top.some(({ channel }) => known.includes(channel)) : null,
  };
}

/** How an attack was detected. */
export type AttackDetection = 'ownAlarm' | 'earlierAlarm' | 'none';

/**
 * How an attack was detected. An alarm that begins before its attack is an earlier one if it overlaps
 * an attack that began before, or begins earlier than the tolerance allows: starts of attacks are
 * written down by hand, and those of SWaT come up to 37 s late.
 */
export function howDetected(
  { alarms, attacks, timestamps, onsetTolerance }: EvaluatedRecording,
  { attack, rows }: PlacedAttack,
): AttackDetection {
  const first = alarms.find((alarm) => overlaps(alarm.rows, rows));
  if (!first) return 'none';
  if (first.rows.start >= rows.start) return 'ownAlarm';
  const forAnother = attacks.some(
    (other) => other.rows.start < rows.start && overlaps(other.rows, first.rows),
  );
  const tooEarly = attack.start - timestamps[first.rows.start] > onsetTolerance;
  return forAnother || tooEarly ? 'earlierAlarm' : 'ownAlarm';
}

/**
 * When the first row of an alarm is complete: a row bears the time at which its interval begins, and
 * cannot be scored before the interval is over.
 */
function completion({ timestamps, period }: EvaluatedRecording, { rows }: Alarm): number {
  return timestamps[rows.start] + period;
}

/** How often an attacked channel was named. */
export interface HitRate {
  /** Detected attacks whose channels are known. */
  readonly attacks: number;
  /** Those with an attacked channel among the top three. */
  readonly named: number;
}

/** Counts how often an attacked channel was among the top three of a detected attack. */
export function hitRate(results: readonly AttackResult[]): HitRate {
  const known = results.filter(({ caught, named }) => caught && named !== null);
  return { attacks: known.length, named: known.filter(({ named }) => named).length };
}

/** The rows that two overlapping segments share. */
function intersection(a: Segment, b: Segment): Segment {
  return { start: Math.max(a.start, b.start), end: Math.min(a.end, b.end) };
}
