/** Attack by attack: detected or not, how soon, how much of it, and whether an attacked channel was named. */
import { type Attack, overlaps, type Segment } from '@anodec/core';
import { type ChannelShare, rankChannels } from '@anodec/eval';
import type { PlacedAttack } from './attacks.js';
import type { EvaluatedRecording, MetricRecording } from './recording.js';
import { lengthOf, sharedRows } from './runs.js';

type AlarmOf = MetricRecording['alarms'][number];

/** Contributing channels that are kept for an attack. */
const TOP = 3;

/** How an attack was detected, without what channels say about it. */
export interface AttackOutcome {
  readonly attack: Attack;
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
}

/** The outcome of one attack, and the channels of it. */
export interface AttackResult extends AttackOutcome {
  /** Name of its recording, where there are several. */
  readonly recording?: string;
  /**
   * How long it lasts, in the unit of the clock: as listed, or all of its rows where it is known from
   * labels, the last one included.
   */
  readonly lasts: number;
  /** The channels that contribute most to its first alarm, or to its own rows where it was missed. */
  readonly top: readonly ChannelShare[];
  /** Whether an attacked channel is among them; null where the attacked channels are unknown. */
  readonly named: boolean | null;
}

/** The outcome of an attack. */
export function attackOutcome(
  recording: MetricRecording,
  { attack, rows }: PlacedAttack,
): AttackOutcome {
  const met = alarmsDuring(recording, rows);
  const shared = met.reduce((sum, alarm) => sum + sharedRows(alarm.rows, rows), 0);
  const detection = howDetected(recording, { attack, rows });
  return {
    attack,
    rows,
    caught: detection !== 'none',
    duringEarlierAlarm: detection === 'earlierAlarm',
    delay:
      detection === 'ownAlarm' ? Math.max(0, completion(recording, met[0]) - attack.start) : null,
    covered: shared / lengthOf(rows),
  };
}

/** The outcome of an attack, with the channels that contribute most. */
export function attackResult(recording: EvaluatedRecording, placed: PlacedAttack): AttackResult {
  const { channels, channelScores } = recording;
  const rows = explainedRows(recording, placed.rows);
  const top = channelScores ? rankChannels(channelScores, channels, rows).slice(0, TOP) : [];
  const known = placed.attack.channels.filter((channel) => channels.includes(channel));
  return {
    ...attackOutcome(recording, placed),
    ...recording.label,
    lasts:
      placed.attack.end -
      placed.attack.start +
      (recording.knownFrom === 'list' ? 0 : recording.period),
    top,
    named:
      known.length > 0 && channelScores ? top.some(({ channel }) => known.includes(channel)) : null,
  };
}

/** The rows whose channels explain an attack: of its first alarm within it, or all where it was missed. */
export function explainedRows(recording: MetricRecording, rows: Segment): Segment {
  const [first] = alarmsDuring(recording, rows);
  if (!first) return rows;
  return {
    start: Math.max(first.rows.start, rows.start),
    end: Math.min(first.rows.end, rows.end),
  };
}

/** The alarms that overlap rows, in order: by bisection, as there may be very many. */
function alarmsDuring({ alarms }: MetricRecording, { start, end }: Segment): AlarmOf[] {
  let [low, high] = [0, alarms.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (alarms[middle].rows.end <= start) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while (last < alarms.length && alarms[last].rows.start < end) last++;
  return alarms.slice(low, last);
}

/** How an attack was detected. */
export type AttackDetection = 'ownAlarm' | 'earlierAlarm' | 'none';

/**
 * How an attack was detected. An alarm that begins before its attack is an earlier one if it overlaps
 * an attack that began before, or begins earlier than the tolerance allows: starts of attacks are
 * written down by hand, and those of SWaT come up to 37 s late.
 */
export function howDetected(
  recording: MetricRecording,
  { attack, rows }: PlacedAttack,
): AttackDetection {
  const { attacks, timestamps, onsetTolerance } = recording;
  const first = alarmsDuring(recording, rows).at(0);
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
function completion({ timestamps, period }: MetricRecording, { rows }: AlarmOf): number {
  return timestamps[rows.start] + period;
}
