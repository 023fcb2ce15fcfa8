/** A made-up day of minutes, its alarms and attacks, for tests of the evaluation. */
import { type Attack, createFrame, type TimeSeriesFrame } from '@anodec/core';
import { type Alarm, rankChannels } from '@anodec/eval';
import { type EvaluatedDetection } from '@anodec/metrics';

export const MINUTE = 60_000;
/** Rows of the day. */
export const T = 1440;

/** A day of minutes with the channels a and b. */
export function dayOf(labels?: Uint8Array): TimeSeriesFrame {
  const timestamps = Float64Array.from({ length: T }, (_, t) => t * MINUTE);
  const values = new Float32Array(T * 2);
  return createFrame({ values, channels: ['a', 'b'], timestamps, clock: 'elapsed', labels });
}

/** An attack on channel b, in minutes. */
export function attackAt(name: string, start: number, end: number, leavesTrace = true): Attack {
  return { name, start: start * MINUTE, end: end * MINUTE, channels: ['b'], leavesTrace };
}

/** Score 2 in the alarmed rows, 0 elsewhere; channel b explains three quarters of it. */
export function detectionOf(...alarmed: [number, number][]): EvaluatedDetection {
  const frame = dayOf();
  const score = new Float32Array(T);
  for (const [start, end] of alarmed) score.fill(2, start, end);
  const channelScores = Float32Array.from({ length: 2 * T }, (_, i) => (i % 2 === 0 ? 1 : 3));
  const alarms = alarmed.map(([start, end]): Alarm => {
    const rows = { start, end };
    const [first, last] = [frame.timestamps[start], frame.timestamps[end - 1]];
    const peak = { row: start, time: first, value: 2 };
    const channels = rankChannels(channelScores, frame.channels, rows);
    const lasts = last - first + MINUTE;
    return { rows, start: first, end: last, lasts, peak, mean: 2, channels };
  });
  const threshold = {
    sawLabels: false,
    kind: 'max',
    value: 1,
    rule: 'by hand',
    scores: 1,
  } as const;
  return { score, channelScores, alarms, threshold };
}
