/** The floor: how far a row is from the mean of normal operation. */
import {
  type Detector,
  type DetectorState,
  type FitOptions,
  type FittedDetector,
  frameLength,
  type TimeSeriesFrame,
} from '@anodec/core';
import { z } from 'zod';
import { checkFrame, checkRecordings } from './check.js';
import { meanOverChannels } from './row-scores.js';

export const NormConfig = z.strictObject({});

/** Squared deviation from the training mean; the row's score is the mean over the channels. */
export class NormDetector implements Detector {
  async fit(
    recordings: readonly TimeSeriesFrame[],
    { validation }: FitOptions = {},
  ): Promise<FittedDetector> {
    const channels = checkRecordings(recordings, validation);
    return createFittedNorm(channels, channelMeans(recordings));
  }
}

/** Rebuilds the detector from what it learned. */
export function restoreNorm({ channels, arrays }: DetectorState): FittedDetector {
  return createFittedNorm(channels, arrays.means.data);
}

/** (C), the mean of each channel over all rows of all recordings. */
export function channelMeans(recordings: readonly TimeSeriesFrame[]): Float32Array {
  const C = recordings[0].channels.length;
  const sums = new Float64Array(C);
  let rows = 0;
  for (const frame of recordings) {
    rows += frameLength(frame);
    for (let i = 0; i < frame.values.length; i++) sums[i % C] += frame.values[i];
  }
  return Float32Array.from(sums, (sum) => sum / rows);
}

function createFittedNorm(channels: readonly string[], means: Float32Array): FittedDetector {
  const C = channels.length;
  return {
    channels,
    lookback: 0,
    async score(frame) {
      checkFrame(frame, channels);
      const scores = frame.values.map((value, i) => (value - means[i % C]) ** 2);
      return { rows: meanOverChannels(scores, C), channels: scores };
    },
    state: () => ({
      detector: 'norm',
      config: {},
      channels,
      arrays: { means: { shape: [C], data: means.slice() } },
    }),
  };
}
