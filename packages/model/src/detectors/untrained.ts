/**
 * The network with its initial weights: what an architecture scores without having learned anything. What a
 * training is worth is the difference from it. On a linear path it gives what the linear path gives.
 */
import {
  checkRecordings,
  checkStopped,
  createRandom,
  defineDetector,
  type FittedDetector,
} from '@anodec/core';
import { fitLinearPath, LinearPathConfig } from '@anodec/classic';
import { z } from 'zod';
import { namedPath } from '../autoencoder/linear-residuals.js';
import { initialWeights, parameterShapes } from '../autoencoder/shapes.js';
import { autoencoderState, namedWeights } from '../autoencoder/state.js';
import { AutoencoderConfig, NetworkConfig, TrainConfig } from '../config.js';
import { autoencoder } from './autoencoder.js';

const {
  loss: _loss,
  dropout: _dropout,
  recurrentDropout: _recurrentDropout,
  teacherForcing: _teacherForcing,
  teacherForcingDecaySteps: _teacherForcingDecaySteps,
  klWeight: _klWeight,
  klAnnealingSteps: _klAnnealingSteps,
  ...network
} = NetworkConfig.shape;
const { fold, scoreError, stride, windowOffset, scoreBatchSize } = AutoencoderConfig.shape;
const { backend, threads, strict } = AutoencoderConfig.shape;

/** The settings of the autoencoder that do not concern its training. */
export const UntrainedConfig = z.strictObject({
  ...network,
  seed: TrainConfig.shape.seed,
  fold,
  scoreError,
  stride,
  windowOffset,
  scoreBatchSize,
  backend,
  threads,
  strict,
});

export type UntrainedConfig = z.output<typeof UntrainedConfig>;

/** The entry for a registry of detectors. */
export const untrained = defineDetector(UntrainedConfig, {
  title: ({ cell }) => `Untrained ${cell.toUpperCase()}`,
  create: (config) => ({
    async fit(recordings, { validation, signal, progress } = {}) {
      const channels = checkRecordings(recordings, validation);
      checkStopped(signal, 'making the untrained network');
      const complete = AutoencoderConfig.parse(config);
      const shapes = parameterShapes(complete, channels.length);
      // the stream that a training begins with, so that these are its weights before the first step
      const random = createRandom(config.seed).stream('weights');
      const weights = initialWeights(shapes, random, config.linearPath ? 'output' : undefined);
      const path = config.linearPath
        ? namedPath(
            await fitLinearPath(LinearPathConfig.parse({}), recordings, { signal, progress }),
          )
        : {};
      const state = autoencoderState(complete, channels, { ...namedWeights(weights), ...path });
      return createUntrained(config, autoencoder.restore(state));
    },
  }),
  restore: (config, { channels, arrays }) =>
    createUntrained(
      config,
      autoencoder.restore(autoencoderState(AutoencoderConfig.parse(config), channels, arrays)),
    ),
});

/** The network under its own name and settings. */
function createUntrained(config: UntrainedConfig, fitted: FittedDetector): FittedDetector {
  return {
    channels: fitted.channels,
    lookback: fitted.lookback,
    ...(fitted.lookahead !== undefined && { lookahead: fitted.lookahead }),
    ...(fitted.windows && { windows: fitted.windows }),
    score: (frame, options) => fitted.score(frame, options),
    reconstruct: fitted.reconstruct?.bind(fitted),
    state: () => ({
      ...fitted.state(),
      detector: 'untrained',
      config: { ...config },
    }),
  };
}
