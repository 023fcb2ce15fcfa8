/** Packs recordings for widgets. */
import type { Clock } from '@anodec/core';
import { minMaxRows } from '../downsample.js';
import type { TimeSpan } from '../series.js';
import type {
  HeatMapContent,
  PackedSignal,
  PackedTimes,
  SignalsContent,
  TimelineContent,
  TimeStretch,
} from './content.js';
import { packLevels } from './pack-levels.js';

/** The recording and what is drawn over it. */
export interface DrawnRecording {
  readonly clock: Clock;
  /** (T), increasing. */
  readonly timestamps: Float64Array;
  readonly attacks: readonly TimeSpan[];
  readonly alarms: readonly TimeSpan[];
}

/** Rows in time as evenly spaced stretches; T of them where no two steps are equal. */
export function packTimes(clock: Clock, timestamps: Float64Array): PackedTimes {
  const stretches: TimeStretch[] = [];
  for (let t = 0; t < timestamps.length; t++) {
    const last = stretches.at(-1);
    if (last && timestamps[t] === last[1] + (t - last[0]) * last[2]) continue;
    const step = t + 1 < timestamps.length ? timestamps[t + 1] - timestamps[t] : 1;
    stretches.push([t, timestamps[t], step]);
  }
  return { clock, rows: timestamps.length, stretches };
}

/**
 * A score over time, thinned to `points` without losing a peak; one of fewer rows stays whole. Where the
 * threshold moves, the rows that are highest beside it are kept as well.
 */
export function packTimeline(
  { clock, timestamps, attacks, alarms }: DrawnRecording,
  line: {
    /** (T), NaN where there is none. */
    readonly score: Float32Array;
    readonly threshold: number;
    /** (T), the threshold of each row where it moves. */
    readonly limits?: Float64Array;
    /** (T), 1 where the row is flagged. */
    readonly flags: Uint8Array;
    readonly points: number;
  },
): TimelineContent {
  const { score, threshold, limits, flags, points } = line;
  const at = limits ? rowsBesideLimit(score, limits, points) : [...minMaxRows(score, points)];
  return {
    widget: 'timeline',
    ...packTimes(clock, timestamps),
    at,
    score: at.map((t) => rounded(score[t], 5)),
    flags: at.map((t) => flags[t]).join(''),
    threshold,
    ...(limits && { limits: at.map((t) => Number(limits[t].toPrecision(5))) }),
    attacks: spansOf(attacks),
    alarms: spansOf(alarms),
  };
}

/** Rows to draw of a score and a threshold that moves: peaks of the score, and of its excess. */
function rowsBesideLimit(score: Float32Array, limits: Float64Array, points: number): number[] {
  const excess = limits.map((limit, t) => score[t] - limit);
  const rows = new Set([...minMaxRows(score, points / 2), ...minMaxRows(excess, points / 2)]);
  return [...rows].sort((a, b) => a - b);
}

/** Channel scores over time; `maxima` is (C, B), NaN where there is none. */
export function packHeatMap(
  { clock, timestamps, attacks, alarms }: DrawnRecording,
  map: {
    readonly channels: readonly string[];
    readonly bins: number;
    readonly maxima: Float32Array;
    readonly threshold: number;
  },
): HeatMapContent {
  const { channels, bins, maxima, threshold } = map;
  return {
    widget: 'heatMap',
    ...packTimes(clock, timestamps),
    channels,
    bins,
    values: Array.from(maxima, (value) => rounded(value, 3)),
    threshold,
    attacks: spansOf(attacks),
    alarms: spansOf(alarms),
  };
}

/** A channel to pack. */
export interface SignalParts {
  readonly name: string;
  /** (T), NaN where there is none. */
  readonly recorded: Float64Array;
  readonly expected?: Float64Array;
}

/**
 * Recorded and expected readings in bytes.
 *
 * @param bins B, at most T: of the rows of a bin, the one with the largest difference is kept
 */
export function packSignals(
  { clock, timestamps, attacks, alarms }: DrawnRecording,
  channels: Iterable<SignalParts>,
  bins: number,
): SignalsContent {
  return {
    widget: 'signals',
    ...packTimes(clock, timestamps),
    bins,
    channels: Array.from(channels, (channel) => packSignal(channel, bins)),
    attacks: spansOf(attacks),
    alarms: spansOf(alarms),
  };
}

function packSignal({ name, recorded, expected }: SignalParts, bins: number): PackedSignal {
  const rows = binRows(recorded, expected, bins);
  const kept = (values: Float64Array) => Float64Array.from(rows, (t) => values[t]);
  return packLevels(name, kept(recorded), expected && kept(expected));
}

/** The row of each bin that stands for it: where recorded and expected differ most, else the first. */
function binRows(
  recorded: Float64Array,
  expected: Float64Array | undefined,
  bins: number,
): Uint32Array {
  const T = recorded.length;
  return Uint32Array.from({ length: bins }, (_, b) => {
    const [start, end] = [Math.floor((b * T) / bins), Math.floor(((b + 1) * T) / bins)];
    let [row, largest] = [start, -Infinity];
    for (let t = start; t < end; t++) {
      const difference = Math.abs(recorded[t] - (expected ? expected[t] : recorded[start]));
      if (difference > largest) [row, largest] = [t, difference];
    }
    return row;
  });
}

function rounded(value: number, digits: number): number | null {
  return Number.isNaN(value) ? null : Number(value.toPrecision(digits));
}

/** Spans without whatever else they carry. */
function spansOf(spans: readonly TimeSpan[]): TimeSpan[] {
  return spans.map(({ start, end, name }) => ({ start, end, ...(name !== undefined && { name }) }));
}
