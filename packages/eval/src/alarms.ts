/** Alarms: intervals above the threshold, with the channels that explain them. */
import { flagSegments, mergeSegments, type Segment } from '@anodec/core';
import type { AlarmPolicyConfig } from './alarm-policy-config.js';
import { rowsIn, type RowTime } from './span.js';

/** How much of an alarm a channel explains. */
export interface ChannelShare {
  readonly channel: string;
  /** Part of the positive channel scores over the alarm, in [0, 1]; all channels add up to 1. */
  readonly share: number;
}

/** An interval of anomalous rows. */
export interface Alarm {
  /** Rows, `end` exclusive. */
  readonly rows: Segment;
  /** Times of the first and the last row, in the clock of the recording. */
  readonly start: number;
  readonly end: number;
  /** How long it lasted, the last row included, in the unit of the clock. */
  readonly lasts: number;
  /** Where the score was highest. */
  readonly peak: { readonly row: number; readonly time: number; readonly value: number };
  /** Mean score over its rows. */
  readonly mean: number;
  /** Channels by share, largest first; none where the detector scores rows only. */
  readonly channels: readonly ChannelShare[];
}

/** Lengths that make alarms of rows above the threshold. */
export interface AlarmLengths {
  /** Longest break within an alarm, in rows. */
  readonly gap: number;
  /** Shortest alarm, in rows, at least 1. */
  readonly minimum: number;
  /** Rows after an alarm in which no other begins. */
  readonly quiet: number;
  /** Usual distance between two rows, in the unit of the clock. */
  readonly period: number;
}

/** The lengths of the settings in rows. */
export function alarmLengths({ alarms }: AlarmPolicyConfig, time: RowTime): AlarmLengths {
  return {
    gap: rowsIn(alarms.mergeGap, time),
    minimum: Math.max(1, rowsIn(alarms.minimum, time)),
    quiet: rowsIn(alarms.quietPeriod, time),
    period: time.period,
  };
}

/**
 * The rows of the alarms: runs above the threshold, joined when close, dropped when short.
 *
 * The whole at once, without a quiet period and without what alarms say about channels, for a threshold that
 * is still being chosen; `alarmStage` raises the same alarms row by row.
 *
 * @param score (T), NaN where there is none
 * @param timestamps (T), in the clock of the recording
 */
export function alarmRows(
  { gap, minimum, period }: Omit<AlarmLengths, 'quiet'>,
  score: Float32Array,
  timestamps: Float64Array,
  limit: number,
): Segment[] {
  const longest = (gap + 1.5) * period; // half a period of tolerance for uneven clocks
  const runs = flagSegments(score, (value) => value > limit);
  const joined = mergeSegments(
    runs,
    gap,
    (before, after) => timestamps[after.start] - timestamps[before.end - 1] <= longest,
  );
  return joined.filter(({ start, end }) => end - start >= minimum);
}

/** Shares of the channels over rows; a channel below its usual level has none. */
export function rankChannels(
  channelScores: Float32Array,
  channels: readonly string[],
  rows: Segment,
): ChannelShare[] {
  const C = channels.length;
  const sums = new Float64Array(C);
  for (let i = rows.start * C; i < rows.end * C; i++) {
    if (channelScores[i] > 0) sums[i % C] += channelScores[i]; // false for NaN
  }
  return rankSums(sums, channels);
}

/** Shares of channels from the sums of their positive scores, (C); all zero where the sums are. */
export function rankSums(sums: Float64Array, channels: readonly string[]): ChannelShare[] {
  const total = sums.reduce((a, b) => a + b, 0);
  return channels
    .map((channel, c) => ({ channel, share: total > 0 ? sums[c] / total : 0 }))
    .sort((a, b) => b.share - a.share);
}
