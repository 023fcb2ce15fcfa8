/**
 * The autoencoder as a detector: a row is anomalous where a network trained on normal operation cannot
 * reconstruct it.
 *
 * TensorFlow.js is loaded by `fit` and `score`, not by this file, so that users of other detectors
 * do not wait for it.
 */
import {
  checkRecordings,
  checkSameChannels,
  createRandom,
  defineDetector,
  type Detector,
  type DetectorContext,
  type DetectorState,
  type FitOptions,
  type FittedDetector,
  meanOverChannels,
  type ScoreOptions,
  type Scores,
  ShapeError,
  type TimeSeriesFrame,
} from '@anodec/core';
import { initialWeights, parameterShapes } from '../autoencoder/shapes.js';
import { autoencoderState, namedWeights } from '../autoencoder/state.js';
import { AutoencoderConfig } from '../config.js';
import { createParameterSet, type ParameterSet } from '../parameter-set.js';
import { applyPreset } from '../presets.js';
import type { Callback } from '../training/callback.js';
import type { Checkpoint } from '../training/training-state.js';

/** What a detector of this package takes beside its settings. */
export interface TrainingContext extends DetectorContext {
  readonly callbacks?: readonly Callback[];
  /** The checkpoint of an earlier fit with the same network and recordings. */
  readonly resume?: Checkpoint;
}

/** The entry for a registry of detectors; the setting `preset` stands for several others. */
export const autoencoder = defineDetector<typeof AutoencoderConfig, TrainingContext>(
  AutoencoderConfig,
  {
    title: ({ cell }) => `${cell.toUpperCase()} autoencoder`,
    expand: applyPreset,
    create: (config, context) => new AutoencoderDetector(config, context),
    restore: restoreAutoencoder,
  },
);

/** An autoencoder that is not trained. */
class AutoencoderDetector implements Detector {
  readonly #config: AutoencoderConfig;
  readonly #context: TrainingContext;

  constructor(config: AutoencoderConfig, context: TrainingContext) {
    this.#config = config;
    this.#context = context;
  }

  /**
   * Trains the network; see `Detector.fit`.
   *
   * @throws StoppedError when the signal is aborted before the first epoch is over
   */
  async fit(
    recordings: readonly TimeSeriesFrame[],
    { validation = [], signal, progress }: FitOptions = {},
  ): Promise<FittedDetector> {
    const config = this.#config;
    const { callbacks, resume } = this.#context;
    const channels = checkRecordings(recordings, validation);
    const shapes = parameterShapes(config, channels.length);
    const parameters = initialWeights(shapes, createRandom(config.seed).stream('weights'));
    if (resume) checkResume(resume, parameters, channels);
    const { trainAutoencoder } = await import('../autoencoder/train.js');
    const trained = await trainAutoencoder(config, parameters, recordings, {
      validation,
      signal,
      progress,
      callbacks,
      resume: resume?.training,
    });
    return restoreAutoencoder(trained.config, trained.detector);
  }
}

/** A trained autoencoder. */
class FittedAutoencoder implements FittedDetector {
  readonly channels: readonly string[];
  readonly lookback: number;
  readonly #config: AutoencoderConfig;
  readonly #parameters: ParameterSet;

  constructor(config: AutoencoderConfig, parameters: ParameterSet, channels: readonly string[]) {
    this.channels = channels;
    this.lookback = config.windowSize - 1;
    this.#config = config;
    this.#parameters = parameters;
  }

  /** Reconstruction errors of the readings; a row's score is their mean. */
  async score(frame: TimeSeriesFrame, options?: ScoreOptions): Promise<Scores> {
    checkSameChannels(frame.channels, this.channels, 'the frame');
    const { foldErrors } = await import('../autoencoder/scoring.js');
    const channels = await foldErrors(this.#config, this.#parameters, frame, options);
    return { rows: meanOverChannels(channels, this.channels.length), channels };
  }

  /** The reconstruction, folded as the scores are. */
  async reconstruct(frame: TimeSeriesFrame, options?: ScoreOptions): Promise<Float32Array> {
    checkSameChannels(frame.channels, this.channels, 'the frame');
    const { foldOutputs } = await import('../autoencoder/scoring.js');
    return foldOutputs(this.#config, this.#parameters, frame, options);
  }

  state(): DetectorState {
    return autoencoderState(this.#config, this.channels, namedWeights(this.#parameters));
  }
}

/** @throws ShapeError when an array is missing or has another length */
function restoreAutoencoder(
  config: AutoencoderConfig,
  { channels, arrays }: DetectorState,
): FittedDetector {
  const parameters = createParameterSet(parameterShapes(config, channels.length));
  for (const [name, view] of Object.entries(parameters.views)) {
    const data = arrays[name]?.data;
    if (data?.length !== view.length) {
      throw new ShapeError(
        `${name} must have ${parameters.shapes[name].join(' × ')} values, got ${data?.length ?? 'none'}.`,
      );
    }
    view.set(data);
  }
  return new FittedAutoencoder(config, parameters, channels);
}

/** @throws ShapeError when the checkpoint is of another network or of other channels */
function checkResume(
  { detector }: Checkpoint,
  { flat, views }: ParameterSet,
  channels: readonly string[],
): void {
  checkSameChannels(channels, detector.channels, 'the training data');
  const stored = Object.entries(detector.arrays);
  const length = stored.reduce((sum, [, { data }]) => sum + data.length, 0);
  const same = stored.every(([name, { data }]) => views[name]?.length === data.length);
  if (same && length === flat.length) return;
  throw new ShapeError(
    `The checkpoint must belong to this network of ${flat.length} weights, got one of ${length}. ` +
      'Resume with the settings of the run that wrote it.',
  );
}
