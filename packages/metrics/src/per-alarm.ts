/** Alarm by alarm: what it overlaps. */
import { overlaps, type Segment, UNKNOWN_LABEL } from '@anodec/core';
import type { Alarm } from '@anodec/eval';
import type { PlacedAttack } from './attacks.js';
import type { EvaluatedRecording } from './recording.js';

/** Contributing channels that are kept for an alarm. */
const TOP_CHANNELS = 5;

/**
 * What an alarm overlaps: an attack with an effect, one that is known to have had none, the recovery
 * after one, or nothing. `unknown` where nothing is known about any of its rows.
 */
export type AlarmMeaning = 'attack' | 'traceless' | 'recovery' | 'false' | 'unknown';

/** An alarm, the five channels that contribute most to it, and what it overlaps. */
export interface AlarmResult extends Alarm {
  /** Name of its recording, where there are several. */
  readonly recording?: string;
  /** The threshold of the row of its peak; absent in reports that were made before thresholds moved. */
  readonly limit?: number;
  readonly meaning: AlarmMeaning;
  /** Names of the attacks that it overlaps, or whose recovery it overlaps. */
  readonly attacks: readonly string[];
}

/**
 * The outcome of each alarm of a recording.
 *
 * @param recoveries for each attack its rows and those of its recovery
 */
export function alarmResults(
  recording: EvaluatedRecording,
  recoveries: readonly Segment[],
): AlarmResult[] {
  const { alarms, attacks, labels, label, limits } = recording;
  return alarms.map((alarm) => {
    const during = attacks.filter(({ rows }) => overlaps(alarm.rows, rows));
    const after = attacks.filter((_, i) => overlaps(alarm.rows, recoveries[i]));
    const met = during.length > 0 ? during : after;
    return {
      ...alarm,
      ...label,
      channels: alarm.channels.slice(0, TOP_CHANNELS),
      limit: limits[alarm.peak.row],
      meaning: meaningOf(alarm.rows, during, after, labels),
      attacks: met.map(({ attack }) => attack.name),
    };
  });
}

/** Whether no row of a segment has a known label. */
export function isUnknown(labels: Uint8Array, { start, end }: Segment): boolean {
  return labels.subarray(start, end).every((label) => label === UNKNOWN_LABEL);
}

function meaningOf(
  rows: Segment,
  during: readonly PlacedAttack[],
  after: readonly PlacedAttack[],
  labels: Uint8Array,
): AlarmMeaning {
  if (during.some(({ attack }) => attack.leavesTrace)) return 'attack';
  if (during.length > 0) return 'traceless';
  if (after.length > 0) return 'recovery';
  return isUnknown(labels, rows) ? 'unknown' : 'false';
}
