/**
 * The simplest baseline: the distance of a row from the mean of normal operation.
 *
 * A score is the squared or absolute deviation of a reading from its channel's training mean; a row's score is the
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
import { errorOf, scoreErrorOption } from './score-error.js';

const NormConfig = z.strictObject(scoreErrorOption);

type NormConfig = z.output<typeof NormConfig>;

/** The entry for a registry of detectors. */
export const norm = defineDetector(NormConfig, {
  title: () => 'Norm',
  create: (config) => ({
    async fit(recordings, { validation, signal } = {}) {
      const channels = checkRecordings(recordings, validation);
      checkStopped(signal, 'fitting the norm');
      return createFittedNorm(config, channels, channelMeans(recordings));
    },
  }),
  restore: (config, { channels, arrays }) => createFittedNorm(config, channels, arrays.means.data),
});

function createFittedNorm(
  config: NormConfig,
  channels: readonly string[],
  means: Float32Array,
): FittedDetector {
  const C = channels.length;
  const error = errorOf(config.scoreError);
  return {
    channels,
    lookback: 0,
    async score(frame) {
      checkSameChannels(frame.channels, channels, 'the frame');
      const scores = frame.values.map((value, i) => error(value - means[i % C]));
      return { rows: meanOverChannels(scores, C), channels: scores };
    },
    state: () => ({
      detector: 'norm',
      config: { ...config },
      channels,
      arrays: { means: { shape: [C], data: means.slice() } },
    }),
  };
}
