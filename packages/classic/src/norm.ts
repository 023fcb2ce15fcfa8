/**
 * The simplest baseline: the distance of a row from the mean of normal operation.
 *
 * A score is the squared deviation of a reading from its channel's training mean; a row's score is the
 * mean over its channels.
 */
import {
  checkRecordings,
  checkSameChannels,
  checkStopped,
  defineDetector,
  type FittedDetector,
  meanOverChannels,
} from '@anodec/core';
import { z } from 'zod';
import { channelMeans } from './channel-means.js';

/** The detector takes no settings. */
const NormConfig = z.strictObject({});

/** The entry for a registry of detectors. */
export const norm = defineDetector(NormConfig, {
  title: () => 'Norm',
  create: () => ({
    async fit(recordings, { validation, signal } = {}) {
      const channels = checkRecordings(recordings, validation);
      checkStopped(signal, 'fitting the norm');
      return createFittedNorm(channels, channelMeans(recordings));
    },
  }),
  restore: (_, { channels, arrays }) => createFittedNorm(channels, arrays.means.data),
});

function createFittedNorm(channels: readonly string[], means: Float32Array): FittedDetector {
  const C = channels.length;
  return {
    channels,
    lookback: 0,
    async score(frame) {
      checkSameChannels(frame.channels, channels, 'the frame');
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
