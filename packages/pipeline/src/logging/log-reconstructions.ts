/** Charts of chosen sensors, recorded and reconstructed, at the beginning of a recording. */
import { type DetectorState, frameLength, sliceFrame, type TimeSeriesFrame } from '@anodec/core';
import type { GuardedEventWriter } from '@anodec/runs';
import { restoreDetector } from '../detectors/registry.js';
import { reconstructionChart } from './reconstruction-chart.js';

/** Rows of a chart: those of one batch of windows, because a second batch would cost as much as the first. */
const ROWS = 128;
/** Sensors where none are chosen. */
const SENSORS = 4;

/** Logs the reconstruction by a detector at a step; nothing for one that reconstructs nothing. */
export async function logReconstructions(
  events: GuardedEventWriter,
  state: DetectorState,
  frame: TimeSeriesFrame,
  { sensors, step }: { sensors: readonly string[]; step: number },
): Promise<void> {
  const detector = restoreDetector(state);
  if (!detector.reconstruct) return;
  const { lookback } = detector;
  const rows = sliceFrame(frame, { start: 0, end: Math.min(frameLength(frame), lookback + ROWS) });
  const expected = await detector.reconstruct(rows);
  const { channels, values } = rows;
  const C = channels.length;
  const column = (from: Float32Array, c: number): Float32Array =>
    Float32Array.from({ length: frameLength(rows) }, (_, t) => from[t * C + c]);
  const chosen = sensors.length > 0 ? sensors : channels.slice(0, SENSORS);
  for (const name of chosen) {
    const c = channels.indexOf(name);
    if (c < 0) continue; // one-hot columns have other names
    const chart = { recorded: column(values, c), expected: column(expected, c) };
    events.image(`reconstruction/${name}`, reconstructionChart(chart), step);
  }
}
