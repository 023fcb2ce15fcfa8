/** Attack by attack: caught or not, how soon, how much of it, and whether the culprit was named. */
import { type Attack, overlaps, type Segment, type TimeSeriesFrame } from '@anodec/core';
import { type Alarm, type ChannelShare, rankChannels } from '../alarms.js';
import type { PlacedAttack } from './attacks.js';

/** Suspects that count as named. */
export const TOP = 3;

/** What became of one attack. */
export interface AttackResult {
  readonly attack: Attack;
  readonly rows: Segment;
  readonly caught: boolean;
  /** From its beginning to the first alarm, in the unit of the clock; null where it was missed. */
  readonly delay: number | null;
  /** Share of its rows that lie in an alarm. */
  readonly covered: number;
  /** The strangest channels over its alarmed rows, or over all its rows where it was missed. */
  readonly top: readonly ChannelShare[];
  /** Whether an attacked channel is among them; null where the attacked channels are unknown. */
  readonly named: boolean | null;
}

/** What attacks are held against. */
export interface AttackParts {
  readonly frame: TimeSeriesFrame;
  readonly alarms: readonly Alarm[];
  /** (T, C), where the detector tells channels apart. */
  readonly channelScores?: Float32Array;
}

/** Says what became of an attack. */
export function attackResult(parts: AttackParts, { attack, rows }: PlacedAttack): AttackResult {
  const { frame, channelScores } = parts;
  const met = parts.alarms.map((alarm) => meet(alarm.rows, rows)).filter((s) => s !== null);
  const covered = met.reduce((sum, s) => sum + s.end - s.start, 0) / (rows.end - rows.start);
  const first = met.at(0);
  const top = channelScores
    ? rankChannels(channelScores, frame.channels, first ?? rows).slice(0, TOP)
    : [];
  const known = attack.channels.filter((channel) => frame.channels.includes(channel));
  return {
    attack,
    rows,
    caught: first !== undefined,
    delay: first ? Math.max(0, frame.timestamps[first.start] - attack.start) : null,
    covered,
    top,
    named:
      known.length > 0 && channelScores ? top.some(({ channel }) => known.includes(channel)) : null,
  };
}

/** How often the culprit was named. */
export interface HitRate {
  /** Caught attacks whose channels are known. */
  readonly attacks: number;
  /** Those with an attacked channel among the three strangest. */
  readonly named: number;
}

/** Counts how often an attacked channel was among the three strangest of a caught attack. */
export function hitRate(results: readonly AttackResult[]): HitRate {
  const known = results.filter(({ caught, named }) => caught && named !== null);
  return { attacks: known.length, named: known.filter(({ named }) => named).length };
}

function meet(a: Segment, b: Segment): Segment | null {
  if (!overlaps(a, b)) return null;
  return { start: Math.max(a.start, b.start), end: Math.min(a.end, b.end) };
}
