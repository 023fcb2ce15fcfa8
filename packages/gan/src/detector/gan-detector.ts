/**
 * Adversarial networks as a detector of multivariate windows: a row is anomalous where a generator that was trained on normal
 * operation cannot make the window that ends with it. An encoder finds the numbers that come closest, in one pass; AnoGAN
 * itself would search them in a hundred steps for every window.
 *
 * TensorFlow.js is loaded by `fit` and `score`, not by this file.
 *
 * Source: Schlegl et al. 2019, "f-AnoGAN: Fast Unsupervised Anomaly Detection with Generative Adversarial Networks"; the weight of
 * the cycle is that of Geiger et al. 2020, "TadGAN: Time Series Anomaly Detection Using Generative Adversarial Networks".
 */
import {
  checkRecordings,
  checkSameChannels,
  defineDetector,
  type Detector,
  type DetectorState,
  type FittedDetector,
  meanOverChannels,
  type NamedArray,
  ShapeError,
  type TimeSeriesFrame,
} from '@anodec/core';
import { type Checkpoint, isWindowEnd, type TrainingContext } from '@anodec/model';
import { WindowGanConfig } from './config.js';

/** The entry for a registry of detectors. */
export const windowGan = defineDetector<typeof WindowGanConfig, TrainingContext>(WindowGanConfig, {
  title: ({ variant }) => `GAN (${variant})`,
  create: (config, context) => createWindowGan(config, context),
  restore: (config, { channels, arrays }) => fittedWindowGan(config, channels, arrays),
});

function createWindowGan(
  config: WindowGanConfig,
  { callbacks, resume }: Partial<TrainingContext>,
): Detector {
  return {
    async fit(recordings, { validation = [], signal, progress } = {}) {
      const channels = checkRecordings(recordings, validation);
      if (resume) await checkResume(config, resume, channels);
      const { trainWindows } = await import('./train-windows.js');
      const trained = await trainWindows(config, recordings, validation, {
        callbacks,
        signal,
        progress,
        resume: resume?.training,
      });
      return fittedWindowGan(trained.config, channels, trained.arrays);
    },
  };
}

function fittedWindowGan(
  config: WindowGanConfig,
  channels: readonly string[],
  arrays: Readonly<Record<string, NamedArray>>,
): FittedDetector {
  const check = (frame: TimeSeriesFrame) =>
    checkSameChannels(frame.channels, channels, 'the frame');
  return {
    channels,
    lookback: config.windowSize - 1,
    lookahead: isWindowEnd(config.fold) ? 0 : config.windowSize - 1,
    windows: { stride: config.stride, offset: config.windowOffset },
    async score(frame, options) {
      check(frame);
      const { windowErrors } = await import('./score-windows.js');
      const errors = await windowErrors(config, arrays, frame, options);
      return { rows: meanOverChannels(errors, channels.length), channels: errors };
    },
    async reconstruct(frame, options) {
      check(frame);
      const { madeWindows } = await import('./score-windows.js');
      return madeWindows(config, arrays, frame, options);
    },
    state: (): DetectorState => ({ detector: 'gan', config: { ...config }, channels, arrays }),
  };
}

/** @throws ShapeError when the checkpoint is of other networks or of other channels */
async function checkResume(
  config: WindowGanConfig,
  { detector }: Checkpoint,
  channels: readonly string[],
): Promise<void> {
  checkSameChannels(channels, detector.channels, 'the training data');
  const { buildWindowNetworks, weightsOfAll } = await import('./window-networks.js');
  const weights = Object.entries(weightsOfAll(buildWindowNetworks(config, channels.length)));
  const other = weights.find(
    ([name, { shape }]) => detector.arrays[name]?.shape.join() !== shape.join(),
  );
  if (other === undefined) return;
  throw new ShapeError(
    `The checkpoint must belong to these networks, got another ${other[0]}. Resume with the settings of the run that wrote it.`,
  );
}
