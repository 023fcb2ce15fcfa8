/** Rows above the threshold become alarms: intervals a person can look at, with a culprit. */
import { framePeriod, type Segment, type TimeSeriesFrame } from '@anodec/core';
import type { VerdictConfig } from './config.js';
import { spanRows } from './span.js';
import { rowsAbove } from './threshold/threshold.js';

/** How much of an alarm a channel explains. */
export interface ChannelShare {
  readonly channel: string;
  /** Part of the positive channel scores over the alarm, in [0, 1]; all channels add up to 1. */
  readonly share: number;
}

/** An interval in which the plant looked strange. */
export interface Alarm {
  /** Rows, `end` exclusive. */
  readonly rows: Segment;
  /** First and last moment, in the clock of the recording. */
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

/** What alarms are made from. */
export interface AlarmParts {
  /** (T), NaN where there is no score. */
  readonly score: Float32Array;
  /** (T, C). */
  readonly channelScores?: Float32Array;
  readonly frame: TimeSeriesFrame;
}

/** The alarms of a recording, in order. */
export function findAlarms(config: VerdictConfig, parts: AlarmParts, limit: number): Alarm[] {
  return alarmRows(config, parts.score, parts.frame, limit).map((rows) => describe(parts, rows));
}

/** The rows of the alarms: runs above the limit, joined when close, dropped when short. */
export function alarmRows(
  config: VerdictConfig,
  score: Float32Array,
  frame: TimeSeriesFrame,
  limit: number,
): Segment[] {
  const gap = spanRows(config.alarms.mergeGap, frame, config.assumedPeriod);
  const minimum = Math.max(1, spanRows(config.alarms.minimum, frame, config.assumedPeriod));
  const joined = joinClose(rowsAbove(score, limit), frame, gap);
  return joined.filter(({ start, end }) => end - start >= minimum);
}

/** Joins runs with at most `gap` rows between them, in time as well as in rows. */
function joinClose(runs: readonly Segment[], frame: TimeSeriesFrame, gap: number): Segment[] {
  if (runs.length < 2) return [...runs];
  const longest = (gap + 1.5) * framePeriod(frame); // half a period of tolerance for uneven clocks
  const joined: Segment[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    const close =
      last &&
      run.start - last.end <= gap &&
      frame.timestamps[run.start] - frame.timestamps[last.end - 1] <= longest;
    if (close) joined[joined.length - 1] = { start: last.start, end: run.end };
    else joined.push(run);
  }
  return joined;
}

function describe({ score, channelScores, frame }: AlarmParts, rows: Segment): Alarm {
  let peak = rows.start;
  let sum = 0;
  let count = 0;
  for (let t = rows.start; t < rows.end; t++) {
    if (Number.isNaN(score[t])) continue; // rows between two runs that were joined
    if (score[t] > score[peak]) peak = t;
    sum += score[t];
    count++;
  }
  return {
    rows,
    start: frame.timestamps[rows.start],
    end: frame.timestamps[rows.end - 1],
    lasts: frame.timestamps[rows.end - 1] - frame.timestamps[rows.start] + framePeriod(frame),
    peak: { row: peak, time: frame.timestamps[peak], value: score[peak] },
    mean: sum / count,
    channels: channelScores ? rankChannels(channelScores, frame.channels, rows) : [],
  };
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
  const total = sums.reduce((a, b) => a + b, 0);
  return channels
    .map((channel, c) => ({ channel, share: total > 0 ? sums[c] / total : 0 }))
    .sort((a, b) => b.share - a.share);
}
