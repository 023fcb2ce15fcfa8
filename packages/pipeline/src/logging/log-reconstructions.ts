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

/** Settings of a detector. */
type Settings = DetectorState['config'];

/**
 * Makes a function that logs the reconstruction of a recording by the same detector at other steps; nothing for one that
 * reconstructs nothing.
 */
export function createReconstructionLog(
  events: GuardedEventWriter,
  frame: TimeSeriesFrame,
  sensors: readonly string[],
): (state: DetectorState, step: number) => Promise<void> {
  let settings: Settings | undefined; // one frozen object, which is checked once
  return async (state, step) => {
    settings ??= sideBySide(state.config);
    const reconstructed = await reconstructBeginning(state, frame, settings);
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
  };
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
  settings = sideBySide(state.config),
): Promise<ReconstructedRows | undefined> {
  const detector = restoreDetector({ ...state, config: settings });
  if (!detector.reconstruct) return undefined;
  const { lookback } = detector;
  const { windowSize: W } = settings;
  const length = typeof W === 'number' ? lookback + 1 + (windowsOf(W) - 1) * W : lookback + ROWS;
  const rows = sliceFrame(frame, { start: 0, end: Math.min(frameLength(frame), length) });
  return { rows, expected: await detector.reconstruct(rows) };
}

/** Windows of a chart. */
function windowsOf(W: number): number {
  return Math.max(1, Math.floor(ROWS / W));
}

function sideBySide(config: Settings): Settings {
  const { windowSize: W } = config;
  if (typeof W !== 'number') return config;
  return Object.freeze({ ...config, fold: 'mean', stride: W, scoreBatchSize: windowsOf(W) });
}
