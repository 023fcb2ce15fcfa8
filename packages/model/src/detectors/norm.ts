/** The floor: how far a row is from the mean of normal operation. */
import {
  DataError,
  type Detector,
  type DetectorState,
  type FitOptions,
  type FittedDetector,
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

/** (C), the mean of each channel over all readings of all recordings. @throws DataError for none */
export function channelMeans(recordings: readonly TimeSeriesFrame[]): Float32Array {
  const { channels } = recordings[0];
  const C = channels.length;
  const sums = new Float64Array(C);
  const counts = new Float64Array(C);
  for (const { values } of recordings) {
    for (let i = 0, c = 0; i < values.length; i++, c = c + 1 === C ? 0 : c + 1) {
      if (Number.isNaN(values[i])) continue;
      sums[c] += values[i];
      counts[c]++;
    }
  }
  const silent = counts.indexOf(0);
  if (silent < 0) return Float32Array.from(sums, (sum, c) => sum / counts[c]);
  throw new DataError(
    `${channels[silent]} must have readings to learn from, got none. Leave the channel out.`,
  );
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
