/** Windows as points: their readings one after the other, or a few statistics of each channel. */
import { contiguousSegments, frameLength, type TimeSeriesFrame } from '@anodec/core';
import { z } from 'zod';

/** The settings of what a point is. */
export const windowOptions = {
  windowSize: z
    .int()
    .min(1)
    .default(1)
    .describe('Rows that are judged together; 1: each row for itself'),
  windowFeatures: z
    .enum(['readings', 'statistics'])
    .default('readings')
    .describe(
      'What a window is judged by: all its readings, or mean, deviation, minimum, maximum and slope of each channel',
    ),
};

/** What a point is. */
export interface WindowChoice {
  readonly windowSize: number;
  readonly windowFeatures: 'readings' | 'statistics';
}

/** To add a statistic: one line here; each is in the unit of the channel. */
const STATISTICS: Readonly<Record<string, (readings: Float64Array) => number>> = {
  mean: meanOf,
  deviation(readings) {
    const centre = meanOf(readings);
    return Math.sqrt(readings.reduce((sum, x) => sum + (x - centre) ** 2, 0) / readings.length);
  },
  minimum: (readings) => readings.reduce((a, b) => Math.min(a, b)),
  maximum: (readings) => readings.reduce((a, b) => Math.max(a, b)),
  slope: riseOf,
};

/** Numbers of a point, D. */
export function pointSize(channels: number, { windowSize, windowFeatures }: WindowChoice): number {
  if (windowSize === 1) return channels;
  return windowFeatures === 'readings'
    ? windowSize * channels
    : Object.keys(STATISTICS).length * channels;
}

/** Names of the numbers of a point; number d belongs to channel d modulo C. */
export function pointNames(channels: readonly string[], choice: WindowChoice): string[] {
  const { windowSize, windowFeatures } = choice;
  if (windowSize === 1) return [...channels];
  const parts =
    windowFeatures === 'readings'
      ? Array.from({ length: windowSize }, (_, w) => `row ${w + 1} of the window`)
      : Object.keys(STATISTICS);
  return parts.flatMap((part) => channels.map((channel) => `${channel} (${part})`));
}

/** (N), the last rows of all windows of a recording, increasing; no window spans a gap. */
export function windowEnds(frame: TimeSeriesFrame, windowSize: number): Int32Array {
  const T = frameLength(frame);
  if (windowSize === 1) return Int32Array.from({ length: T }, (_, t) => t);
  const ends: number[] = [];
  for (const { start, end } of contiguousSegments(frame)) {
    for (let t = start + windowSize - 1; t < end; t++) ends.push(t);
  }
  return Int32Array.from(ends);
}

/**
 * Writes windows as points.
 *
 * @param ends (N), last rows of the windows
 * @param fill (C), what stands for a missing reading
 * @param out (N, D), overwritten
 */
export function gatherPoints(
  frame: TimeSeriesFrame,
  ends: Int32Array,
  fill: Float32Array,
  choice: WindowChoice,
  out: Float32Array,
): void {
  const C = frame.channels.length;
  const { windowSize: W } = choice;
  const D = pointSize(C, choice);
  if (W === 1) return gatherRows(frame, ends, fill, out);
  const filled = new Float32Array(W * C);
  for (let n = 0; n < ends.length; n++) {
    const from = (ends[n] - W + 1) * C;
    for (let i = 0; i < filled.length; i++) {
      const value = frame.values[from + i];
      filled[i] = value === value ? value : fill[i % C]; // false for NaN
    }
    const point = out.subarray(n * D, (n + 1) * D);
    if (choice.windowFeatures === 'readings') point.set(filled);
    else writeStatistics(filled, C, point);
  }
}

/** Rows as they are, but for missing readings: nothing is done twice where there are most points. */
function gatherRows(
  { values, channels }: TimeSeriesFrame,
  rows: Int32Array,
  fill: Float32Array,
  out: Float32Array,
): void {
  const C = channels.length;
  for (let n = 0; n < rows.length; n++) {
    const from = rows[n] * C;
    for (let c = 0; c < C; c++) {
      const value = values[from + c];
      out[n * C + c] = value === value ? value : fill[c]; // false for NaN
    }
  }
}

/** @param out (statistics, C) */
function writeStatistics(window: Float32Array, C: number, out: Float32Array): void {
  const W = window.length / C;
  const readings = new Float64Array(W);
  const statistics = Object.values(STATISTICS);
  for (let c = 0; c < C; c++) {
    for (let w = 0; w < W; w++) readings[w] = window[w * C + c];
    for (const [s, statistic] of statistics.entries()) out[s * C + c] = statistic(readings);
  }
}

function meanOf(readings: Float64Array): number {
  return readings.reduce((sum, x) => sum + x, 0) / readings.length;
}

/** How far the line of least squares rises from the first reading to the last. */
function riseOf(readings: Float64Array): number {
  const last = readings.length - 1;
  const middle = last / 2;
  let [products, squares] = [0, 0];
  for (const [w, x] of readings.entries()) {
    products += (w - middle) * x;
    squares += (w - middle) ** 2;
  }
  return (products / squares) * last;
}
