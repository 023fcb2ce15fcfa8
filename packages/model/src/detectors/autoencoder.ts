/**
 * The learned detector: a row is strange where an autoencoder that saw only normal operation cannot
 * reproduce it.
 *
 * TensorFlow.js is loaded by `fit` and `score`, not by this file: whoever uses a baseline does not
 * wait for it.
 */
import {
  createRandom,
  type Detector,
  type DetectorState,
  type FitOptions,
  type FittedDetector,
  type ScoreOptions,
  type Scores,
  ShapeError,
  type TimeSeriesFrame,
} from '@anodec/core';
import { initialWeights, parameterShapes } from '../autoencoder/shapes.js';
import { autoencoderState } from '../autoencoder/state.js';
import type { AutoencoderConfig } from '../config.js';
import { createParameterSet, type ParameterSet } from '../parameter-set.js';
import type { Callback } from '../training/callback.js';
import type { Checkpoint } from '../training/checkpoint.js';
import { checkFrame, checkRecordings } from './check.js';
import { meanOverChannels } from './row-scores.js';

/** An autoencoder before it has seen data. */
export class AutoencoderDetector implements Detector {
  readonly #config: AutoencoderConfig;
  readonly #callbacks: readonly Callback[];
  readonly #resume: Checkpoint | undefined;

  /** @param resume where an earlier fit with the same network and recordings stopped */
  constructor(config: AutoencoderConfig, callbacks: readonly Callback[] = [], resume?: Checkpoint) {
    this.#config = config;
    this.#callbacks = callbacks;
    this.#resume = resume;
  }

  /**
   * Trains the network; see `Detector.fit`.
   *
   * @throws StoppedError when the signal is raised before the first epoch is over
   */
  async fit(
    recordings: readonly TimeSeriesFrame[],
    { validation = [], signal, progress }: FitOptions = {},
  ): Promise<FittedDetector> {
    const config = this.#config;
    const channels = checkRecordings(recordings, validation);
    const shapes = parameterShapes(config, channels.length);
    const parameters = initialWeights(shapes, createRandom(config.seed).stream('weights'));
    if (this.#resume) checkResume(this.#resume, parameters, channels);
    const { trainAutoencoder } = await import('../autoencoder/train.js');
    const trained = await trainAutoencoder(config, parameters, recordings, {
      validation,
      signal,
      progress,
      callbacks: this.#callbacks,
      resume: this.#resume?.training,
    });
    return new FittedAutoencoder(trained.config, parameters, channels);
  }
}

/** A trained autoencoder. */
export class FittedAutoencoder implements FittedDetector {
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

  /** The squared error of each reading's reconstruction; the row's score is their mean. */
  async score(frame: TimeSeriesFrame, options?: ScoreOptions): Promise<Scores> {
    checkFrame(frame, this.channels);
    const { foldWindows, squaredError } = await import('../autoencoder/scoring.js');
    const channels = await foldWindows(
      this.#config,
      this.#parameters,
      frame,
      squaredError,
      options,
    );
    return { rows: meanOverChannels(channels, this.channels.length), channels };
  }

  /** The reconstruction, folded as the scores are. */
  async reconstruct(frame: TimeSeriesFrame, options?: ScoreOptions): Promise<Float32Array> {
    checkFrame(frame, this.channels);
    const { foldWindows, output } = await import('../autoencoder/scoring.js');
    return foldWindows(this.#config, this.#parameters, frame, output, options);
  }

  state(): DetectorState {
    return autoencoderState(this.#config, this.#parameters, this.channels);
  }
}

/** Rebuilds a trained autoencoder. @throws ShapeError when an array is missing or has another shape */
export function restoreAutoencoder(
  config: AutoencoderConfig,
  { channels, arrays }: DetectorState,
): FittedAutoencoder {
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

function checkResume(
  { training, detector }: Checkpoint,
  { flat }: ParameterSet,
  channels: readonly string[],
): void {
  const same = detector.channels.join('\n') === channels.join('\n');
  if (same && training.weights.length === flat.length) return;
  throw new ShapeError(
    `The checkpoint must belong to this network of ${flat.length} weights over ${channels.length} ` +
      `channels, got ${training.weights.length} over ${detector.channels.length}. ` +
      'Resume with the settings of the run that wrote it.',
  );
}
