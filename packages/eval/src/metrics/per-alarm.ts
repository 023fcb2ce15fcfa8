/** Alarm by alarm: what it met. */
import { overlaps, type Segment } from '@anodec/core';
import type { Alarm } from '../alarms.js';
import type { PlacedAttack } from './attacks.js';

/** Channels of an alarm that are kept. */
const TOP_CHANNELS = 5;

/**
 * What an alarm met: an attack that leaves a trace, one that leaves none, the recovery after one,
 * or nothing. `unknown` where no attack of the recording is known.
 */
export type AlarmMeaning = 'attack' | 'traceless' | 'recovery' | 'false' | 'unknown';

/** An alarm, its strangest five channels, and what it met. */
export interface AlarmResult extends Alarm {
  readonly meaning: AlarmMeaning;
  /** Names of the attacks that it met, or whose recovery it met. */
  readonly attacks: readonly string[];
}

/**
 * Says of each alarm what it met.
 *
 * @param recoveries for each attack its rows and those of its recovery
 */
export function alarmResults(
  alarms: readonly Alarm[],
  attacks: readonly PlacedAttack[],
  recoveries: readonly Segment[],
): AlarmResult[] {
  return alarms.map((alarm) => {
    const during = attacks.filter(({ rows }) => overlaps(alarm.rows, rows));
    const after = attacks.filter((_, i) => overlaps(alarm.rows, recoveries[i]));
    const met = during.length > 0 ? during : after;
    return {
      ...alarm,
      channels: alarm.channels.slice(0, TOP_CHANNELS),
      meaning: meaningOf(during, after, attacks.length),
      attacks: met.map(({ attack }) => attack.name),
    };
  });
}

function meaningOf(
  during: readonly PlacedAttack[],
  after: readonly PlacedAttack[],
  known: number,
): AlarmMeaning {
  if (known === 0) return 'unknown';
  if (during.some(({ attack }) => attack.leavesTrace)) return 'attack';
  if (during.length > 0) return 'traceless';
  return after.length > 0 ? 'recovery' : 'false';
}
