/** Charts of chosen sensors, recorded and reconstructed, at the beginning of a recording. */
import {
  columnOf,
  type DetectorState,
  frameLength,
  sliceFrame,
  type TimeSeriesFrame,
} from '@anodec/core';
import type { GuardedEventWriter } from '@anodec/runs';
import { restoreDetector } from '../detectors/registry.js';
import { reconstructionChart } from './reconstruction-chart.js';

/** Rows of a chart, about as many as it has pixels for, but at least one window. */
const ROWS = 128;
/** Sensors where none are chosen. */
const SENSORS = 4;

/** Rows from the beginning of a recording, and what a detector expects of them. */
interface ReconstructedRows {
  readonly rows: TimeSeriesFrame;
  /** (T, C), NaN where no window reaches. */
  readonly expected: Float32Array;
}

/** Logs the reconstruction by a detector at a step; nothing for one that reconstructs nothing. */
export async function logReconstructions(
  events: GuardedEventWriter,
  state: DetectorState,
  frame: TimeSeriesFrame,
  { sensors, step }: { sensors: readonly string[]; step: number },
): Promise<void> {
  const reconstructed = await reconstructBeginning(state, frame);
  if (!reconstructed) return;
  const { rows, expected } = reconstructed;
  const { channels, values } = rows;
  const C = channels.length;
  const chosen = sensors.length > 0 ? sensors : channels.slice(0, SENSORS);
  for (const name of chosen) {
    const c = channels.indexOf(name);
    if (c < 0) continue; // one-hot columns have other names
    const chart = { recorded: columnOf(values, c, C), expected: columnOf(expected, c, C) };
    events.image(`reconstruction/${name}`, reconstructionChart(chart), step);
  }
}

/**
 * Reconstructs the first rows of a recording, each by the one window that holds it, windows side by side: a window for
 * each row, as scores take them, would cost an epoch of a small network more than everything else that is logged. A detector of
 * several window lengths reconstructs as it scores.
 *
 * @returns undefined for a detector that reconstructs nothing
 */
export async function reconstructBeginning(
  state: DetectorState,
  frame: TimeSeriesFrame,
): Promise<ReconstructedRows | undefined> {
  const { windowSize: W } = state.config;
  const windows = typeof W === 'number' ? Math.max(1, Math.floor(ROWS / W)) : undefined;
  const apart = { fold: 'mean', stride: W, scoreBatchSize: windows };
  const detector = restoreDetector(
    windows === undefined ? state : { ...state, config: { ...state.config, ...apart } },
  );
  if (!detector.reconstruct) return undefined;
  const { lookback } = detector;
  const length = windows === undefined ? lookback + ROWS : lookback + 1 + (windows - 1) * Number(W);
  const rows = sliceFrame(frame, { start: 0, end: Math.min(frameLength(frame), length) });
  return { rows, expected: await detector.reconstruct(rows) };
}
