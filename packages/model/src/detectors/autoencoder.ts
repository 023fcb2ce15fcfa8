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
  createFrame,
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
  type WindowCodes,
} from '@anodec/core';
import {
  fitLinearPath,
  type LinearPath,
  linearExpectation,
  LinearPathConfig,
} from '@anodec/classic';
import {
  cutResiduals,
  isOfPath,
  linearResiduals,
  lookbackOf,
  namedPath,
  pathIn,
  residualsFrom,
} from '../autoencoder/linear-residuals.js';
import { mixPathErrors } from '../autoencoder/path-errors.js';
import { initialWeights, parameterShapes } from '../autoencoder/shapes.js';
import { autoencoderState, namedWeights, parametersIn } from '../autoencoder/state.js';
import { AutoencoderConfig, isWindowEnd } from '../config.js';
import { loadOnce } from '../load-once.js';
import type { ParameterSet } from '../parameter-set.js';
import { applyPreset } from '../presets.js';
import type { Callback } from '../training/callback.js';
import type { Profile } from '../training/profile.js';
import type { Checkpoint } from '../training/training-state.js';

const scoring = loadOnce(() => import('../autoencoder/scoring.js'));

/** What a detector of this package takes in addition to its settings. */
export interface TrainingContext extends DetectorContext {
  readonly callbacks?: readonly Callback[];
  /** The checkpoint of an earlier fit with the same network and recordings. */
  readonly resume?: Checkpoint;
  /** Receives where the time of a training goes. */
  readonly profile?: Profile;
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
    const { callbacks, resume, profile } = this.#context;
    const channels = checkRecordings(recordings, validation);
    const shapes = parameterShapes(config, channels.length);
    const random = createRandom(config.seed).stream('weights');
    const parameters = initialWeights(shapes, random, config.linearPath ? 'output' : undefined);
    if (resume) checkResume(resume, parameters, channels);
    const { trainAutoencoder } = await import('../autoencoder/train.js');
    const inputs = await networkInputs(config, recordings, validation, { signal, progress });
    const trained = await trainAutoencoder(config, parameters, inputs.recordings, {
      validation: inputs.validation,
      ...(inputs.path && { fixed: namedPath(inputs.path) }),
      signal,
      progress,
      callbacks,
      resume: resume?.training,
      profile,
    });
    return restoreAutoencoder(trained.config, trained.detector);
  }
}

/** The recordings as the network reads them, and the linear path where there is one. */
export async function networkInputs(
  { linearPath }: AutoencoderConfig,
  recordings: readonly TimeSeriesFrame[],
  validation: readonly TimeSeriesFrame[],
  options: Pick<FitOptions, 'signal' | 'progress'>,
): Promise<{
  readonly recordings: readonly TimeSeriesFrame[];
  readonly validation: readonly TimeSeriesFrame[];
  readonly path?: LinearPath;
}> {
  if (!linearPath) return { recordings, validation };
  const path = await fitLinearPath(LinearPathConfig.parse({}), recordings, options);
  const left = async (frames: readonly TimeSeriesFrame[]): Promise<TimeSeriesFrame[]> => {
    const residuals: TimeSeriesFrame[] = [];
    for (const frame of frames) {
      const { values, ...rest } = await linearResiduals(path, frame, options);
      residuals.push(createFrame({ ...rest, values: cutResiduals(values, values) }));
    }
    return residuals;
  };
  return { recordings: await left(recordings), validation: await left(validation), path };
}

/** A trained autoencoder. */
class FittedAutoencoder implements FittedDetector {
  readonly channels: readonly string[];
  readonly lookback: number;
  readonly lookahead: number;
  readonly windows: NonNullable<FittedDetector['windows']>;
  readonly #config: AutoencoderConfig;
  readonly #parameters: ParameterSet;
  readonly #path?: LinearPath;

  constructor(
    config: AutoencoderConfig,
    parameters: ParameterSet,
    channels: readonly string[],
    path?: LinearPath,
  ) {
    this.channels = channels;
    this.lookback = config.windowSize - 1 + (path ? lookbackOf(path) : 0);
    this.lookahead = isWindowEnd(config.fold) ? 0 : config.windowSize - 1;
    this.windows = { stride: config.stride, offset: config.windowOffset };
    this.#config = config;
    this.#parameters = parameters;
    this.#path = path;
  }

  /** Reconstruction errors of the readings; a row's score is their mean. */
  async score(frame: TimeSeriesFrame, options?: ScoreOptions): Promise<Scores> {
    checkSameChannels(frame.channels, this.channels, 'the frame');
    const { foldErrors } = await scoring();
    const residuals = await this.#residuals(frame, options);
    const input = residuals ?? frame;
    const channels = await foldErrors(this.#scoring(), this.#parameters, input, options);
    if (residuals) {
      mixPathErrors(channels, residuals, this.#config);
      this.#toReadings(channels, this.#config.scoreError === 'squared' ? 2 : 1);
    }
    return { rows: meanOverChannels(channels, this.channels.length), channels };
  }

  /** The reconstruction of network and path, folded as the scores are; with `pathShare` a score is not its error alone. */
  async reconstruct(frame: TimeSeriesFrame, options?: ScoreOptions): Promise<Float32Array> {
    checkSameChannels(frame.channels, this.channels, 'the frame');
    const { foldOutputs } = await scoring();
    const path = this.#path;
    const expected = path && (await linearExpectation(path, frame, options));
    const input = expected ? residualsFrom(path, frame, expected) : frame;
    const outputs = await foldOutputs(this.#scoring(), this.#parameters, input, options);
    if (!expected) return outputs;
    this.#toReadings(outputs, 1);
    return outputs.map((output, i) => output + expected[i]);
  }

  /** The codes of windows, of what the linear path leaves over where there is one. */
  async encode(
    frame: TimeSeriesFrame,
    limit: number,
    options?: ScoreOptions,
  ): Promise<WindowCodes> {
    checkSameChannels(frame.channels, this.channels, 'the frame');
    const { windowCodes } = await import('../autoencoder/codes.js');
    const input = (await this.#residuals(frame, options)) ?? frame;
    return windowCodes(this.#scoring(), this.#parameters, input, limit, options);
  }

  async #residuals(
    frame: TimeSeriesFrame,
    options?: ScoreOptions,
  ): Promise<TimeSeriesFrame | undefined> {
    return this.#path && linearResiduals(this.#path, frame, options);
  }

  /** The settings of scoring: no window begins in rows that the linear path has no expectation of. */
  #scoring(): AutoencoderConfig {
    if (!this.#path) return this.#config;
    const windowOffset = this.#config.windowOffset + lookbackOf(this.#path);
    return { ...this.#config, windowOffset };
  }

  /** From spreads of the linear path to the units of the readings, or to their squares. */
  #toReadings(values: Float32Array, power: number): void {
    if (!this.#path) return;
    const { spreads } = this.#path;
    const factors = spreads.map((spread) => spread ** power);
    for (let i = 0; i < values.length; i++) values[i] *= factors[i % factors.length];
  }

  state(): DetectorState {
    const weights = namedWeights(this.#parameters);
    const path = this.#path ? namedPath(this.#path) : {};
    return autoencoderState(this.#config, this.channels, { ...weights, ...path });
  }
}

/** @throws ShapeError when an array is missing or has another length */
function restoreAutoencoder(config: AutoencoderConfig, state: DetectorState): FittedDetector {
  const path = config.linearPath ? pathIn(state.arrays) : undefined;
  return new FittedAutoencoder(config, parametersIn(config, state), state.channels, path);
}

/** @throws ShapeError when the checkpoint is of another network or of other channels */
export function checkResume(
  { detector }: Checkpoint,
  { flat, views }: ParameterSet,
  channels: readonly string[],
): void {
  checkSameChannels(channels, detector.channels, 'the training data');
  const stored = Object.entries(detector.arrays).filter(([name]) => !isOfPath(name));
  const length = stored.reduce((sum, [, { data }]) => sum + data.length, 0);
  const same = stored.every(([name, { data }]) => views[name]?.length === data.length);
  if (same && length === flat.length) return;
  throw new ShapeError(
    `The checkpoint must belong to this network of ${flat.length} weights, got one of ${length}. ` +
      'Resume with the settings of the run that wrote it.',
  );
}
