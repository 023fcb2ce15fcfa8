/** Every window of a frame through a network, and what comes of its readings back to rows. */
import {
  checkStopped,
  createPause,
  type Folding,
  frameLength,
  lastRowFolding,
  meanFolding,
  medianFolding,
  minFolding,
  type ScoreOptions,
  silentProgress,
  slidingWindows,
  type TimeSeriesFrame,
  windowMeanFolding,
} from '@anodec/core';
import type { AutoencoderConfig } from '../config.js';

/** The settings of windows that are scored. */
export type FoldedWindows = Pick<
  AutoencoderConfig,
  'windowSize' | 'stride' | 'windowOffset' | 'scoreBatchSize' | 'fold'
>;

const foldings: Readonly<
  Record<AutoencoderConfig['fold'], (T: number, C: number, W: number) => Folding>
> = {
  last: lastRowFolding,
  mean: meanFolding,
  median: medianFolding,
  min: minFolding,
  window: windowMeanFolding,
};

/**
 * Values of the readings of every window of a frame, folded as the settings say.
 *
 * All batches have the same size, the last one filled up with what was there before, so that a
 * window is computed alike wherever it stands.
 *
 * @param valuesOf of a batch of windows (B, W, C), NaN = missing, which is overwritten by the next: values (B, W, C), such
 *   as errors; of fold `last` the last rows alone are read
 * @returns (T, C), NaN where no window reaches
 * @throws StoppedError on an abort
 */
export async function foldWindows(
  { windowSize: W, stride, windowOffset, scoreBatchSize: B, fold }: FoldedWindows,
  frame: TimeSeriesFrame,
  valuesOf: (input: Float32Array) => Promise<Float32Array>,
  { signal, progress = silentProgress }: ScoreOptions = {},
): Promise<Float32Array> {
  const C = frame.channels.length;
  const windows = slidingWindows(frame, W, stride, windowOffset);
  const N = windows.starts.length;
  const folding = foldings[fold](frameLength(frame), C, W);
  const input = new Float32Array(B * W * C);
  const pause = createPause();
  progress.begin('Scoring', N, 'windows');
  try {
    for (let from = 0; from < N; from += B) {
      checkStopped(signal, 'scoring');
      const size = Math.min(B, N - from);
      const indices = Int32Array.from({ length: size }, (_, b) => from + b);
      windows.gather(indices, input.subarray(0, size * W * C));
      const values = await valuesOf(input);
      for (let b = 0; b < size; b++) {
        folding.add(windows.starts[from + b], values.subarray(b * W * C, (b + 1) * W * C));
      }
      progress.update(from + size);
      await pause();
    }
  } finally {
    progress.end();
  }
  return folding.finish();
}
