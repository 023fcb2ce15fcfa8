/** Windows of normal operation beside what a trained network makes of them. */
import type { WindowPairs } from '@anodec/charts';
import {
  checkWindowFits,
  ConfigError,
  createRandom,
  sliceFrame,
  slidingWindows,
  type TimeSeriesFrame,
} from '@anodec/core';
import { restoreDetector, type TrainedRun } from '@anodec/pipeline';
import { collectRecordings, expectedReadings, prepareTraining } from '@anodec/preprocess';

/** Options of `reconstructWindows`. */
export interface ReconstructOptions {
  /** Number of windows. Default 32. */
  readonly samples?: number;
  /** Seed of the draw. Default: that of the run. */
  readonly seed?: number;
}

/**
 * Draws windows at random, as training does, and reconstructs each by itself.
 *
 * @param recordings normal recordings; they are aggregated as those of the training were
 * @returns readings and reconstructions in the units of the sensors, for `browseWindows`
 * @throws ConfigError when the detector of the run reconstructs nothing
 * @throws DataError when a recording is shorter than a window
 */
export async function reconstructWindows(
  trained: TrainedRun,
  recordings: readonly TimeSeriesFrame[],
  { samples = 32, seed }: ReconstructOptions = {},
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
  const random = createRandom(seed ?? Number(config.seed ?? 0)).stream('shown windows');
  const pieces = drawPieces(trained, recordings, { rows, samples }, () => random.uniform());
  const channels = pieces[0].raw.channels;
  const [recorded, reconstructed] = [1, 2].map(
    () => new Float32Array(samples * W * channels.length),
  );
  for (const [n, { raw, inputs }] of pieces.entries()) {
    const scaled = (await whole.reconstruct?.(inputs)) ?? new Float32Array(inputs.values.length);
    const expected = expectedReadings(trained.preprocessing, scaled, inputs);
    const from = (rows - W) * channels.length;
    recorded.set(raw.values.subarray(from), n * W * channels.length);
    reconstructed.set(expected.subarray(from), n * W * channels.length);
  }
  return { channels, samples, rows: W, recorded, reconstructed };
}

function nameOfRecording(i: number): string {
  return `normal recording ${i + 1}`;
}

function drawPieces(
  { preprocessing, settings }: TrainedRun,
  recordings: readonly TimeSeriesFrame[],
  { rows, samples }: { readonly rows: number; readonly samples: number },
  uniform: () => number,
) {
  const { frames } = collectRecordings(recordings, settings.preprocess, nameOfRecording, {
    normal: true,
  });
  for (const frame of frames) checkWindowFits(frame, rows, { what: 'a normal recording' });
  const prepared = frames.map((frame) => prepareTraining(preprocessing, frame));
  const starts = prepared.flatMap((frame) =>
    Array.from(slidingWindows(frame.inputs, rows).starts, (start) => ({ frame, start })),
  );
  return Array.from({ length: samples }, () => {
    const { frame, start } = starts[Math.floor(uniform() * starts.length)];
    const span = { start, end: start + rows };
    return { raw: sliceFrame(frame.raw, span), inputs: sliceFrame(frame.inputs, span) };
  });
}
