/**
 * The forecast that every learned one has to beat: each reading is expected to be the one before it.
 *
 * A score is the squared step of a reading from the row before. Where that reading is missing, the training
 * mean stands for it. The first row of a gap-free stretch has no score.
 */
import {
  checkRecordings,
  checkSameChannels,
  checkStopped,
  defineDetector,
  type FittedDetector,
  meanOverChannels,
  slidingWindows,
  type TimeSeriesFrame,
} from '@anodec/core';
import { z } from 'zod';
import { channelMeans } from './channel-means.js';

/** The detector takes no settings. */
const LastValueConfig = z.strictObject({});

/** The entry for a registry of detectors. */
export const lastValue = defineDetector(LastValueConfig, {
  title: () => 'Last value',
  create: () => ({
    async fit(recordings, { validation, signal } = {}) {
      const channels = checkRecordings(recordings, validation);
      checkStopped(signal, 'fitting the last value');
      return createFittedLastValue(channels, channelMeans(recordings));
    },
  }),
  restore: (_, { channels, arrays }) => createFittedLastValue(channels, arrays.means.data),
});

function createFittedLastValue(channels: readonly string[], means: Float32Array): FittedDetector {
  const C = channels.length;
  const forecast = (frame: TimeSeriesFrame): Float32Array => {
    checkSameChannels(frame.channels, channels, 'the frame');
    return forecastRows(frame, means);
  };
  return {
    channels,
    lookback: 1,
    async score(frame) {
      const expected = forecast(frame);
      const scores = frame.values.map((value, i) => (value - expected[i]) ** 2);
      return { rows: meanOverChannels(scores, C), channels: scores };
    },
    reconstruct: async (frame) => forecast(frame),
    state: () => ({
      detector: 'last-value',
      config: {},
      channels,
      arrays: { means: { shape: [C], data: means.slice() } },
    }),
  };
}

/** (T, C), the row before each row; NaN in the first row of a gap-free stretch. */
function forecastRows(frame: TimeSeriesFrame, means: Float32Array): Float32Array {
  const C = means.length;
  const expected = new Float32Array(frame.values.length).fill(NaN);
  for (const start of slidingWindows(frame, 2, 1).starts) {
    for (let c = 0; c < C; c++) {
      const before = frame.values[start * C + c];
      expected[(start + 1) * C + c] = Number.isNaN(before) ? means[c] : before;
    }
  }
  return expected;
}
