/** Windows of normal operation beside what a trained network makes of them. */
import type { WindowPairs } from '@anodec/charts';
import {
  ConfigError,
  DataError,
  sliceFrame,
  slidingWindows,
  type TimeSeriesFrame,
} from '@anodec/core';
import {
  firstTrainingWindows,
  type RecordedWindow,
  restoreDetector,
  type TrainedRun,
} from '@anodec/pipeline';
import { expectedReadings, type PreparedFrame } from '@anodec/preprocess';

/** Options of `reconstructWindows`. */
export interface ReconstructOptions {
  /** Number of windows, the first ones of the batch. Default: all. */
  readonly samples?: number;
}

/**
 * Reconstructs the windows of the first batch of a training, each by itself.
 *
 * A window so near the beginning of a recording that the network lacks rows before it is left out.
 *
 * @param recordings the normal recordings that the run learned from; they are aggregated as those were
 * @returns readings and reconstructions in the units of the sensors, for `browseWindows`
 * @throws ConfigError when the run is not of an autoencoder
 * @throws DataError when a recording is shorter than a window
 */
export async function reconstructWindows(
  trained: TrainedRun,
  recordings: readonly TimeSeriesFrame[],
  { samples = Infinity }: ReconstructOptions = {},
): Promise<WindowPairs> {
  const [primary] = trained.detectors;
  const { config, ...state } = primary.detector.state();
  const { windowSize: W } = config;
  if (!primary.detector.reconstruct || typeof W !== 'number') {
    throw new ConfigError(
      `A run must be of a detector that reconstructs windows, got ${primary.title}.`,
    );
  }
  // in a piece as long as one window the mean over the windows that cover a row is that window
  const whole = restoreDetector({ ...state, config: { ...config, fold: 'mean', stride: 1 } });
  const rows = whole.lookback + 1;
  const pieces = piecesOf(firstTrainingWindows(trained, recordings), rows, W).slice(0, samples);
  const channels = pieces[0].raw.channels;
  const [recorded, reconstructed] = [1, 2].map(
    () => new Float32Array(pieces.length * W * channels.length),
  );
  for (const [n, { raw, inputs }] of pieces.entries()) {
    const scaled = (await whole.reconstruct?.(inputs)) ?? new Float32Array(inputs.values.length);
    const expected = expectedReadings(trained.preprocessing, scaled, inputs);
    const from = (rows - W) * channels.length;
    recorded.set(raw.values.subarray(from), n * W * channels.length);
    reconstructed.set(expected.subarray(from), n * W * channels.length);
  }
  return { channels, samples: pieces.length, rows: W, recorded, reconstructed };
}

/** The windows with the rows before them that the network looks back on. @param rows of a piece */
function piecesOf(
  windows: readonly RecordedWindow[],
  rows: number,
  W: number,
): Pick<PreparedFrame, 'raw' | 'inputs'>[] {
  const possible = new Map<PreparedFrame, ReadonlySet<number>>();
  const pieces = windows.flatMap(({ frame, start }) => {
    const starts = possible.get(frame) ?? new Set(slidingWindows(frame.inputs, rows).starts);
    possible.set(frame, starts);
    const span = { start: start + W - rows, end: start + W };
    if (!starts.has(span.start)) return [];
    return [{ raw: sliceFrame(frame.raw, span), inputs: sliceFrame(frame.inputs, span) }];
  });
  if (pieces.length > 0) return pieces;
  throw new DataError(
    `A window of the first batch must have ${rows - W} rows before it, but none has. Train with a larger batchSize.`,
  );
}
