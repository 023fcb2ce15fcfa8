/**
 * Autoencoders of several window lengths as one detector: short windows show sudden changes, long ones slow
 * ones. The networks train together; a row's error is the mean of theirs.
 *
 * Before the mean each network's errors are scaled, channel by channel, so that their medians on the training
 * rows agree: long windows are harder to reconstruct, and would count for more. The agreed median is the mean
 * of the medians, which keeps the unit of the errors. A channel whose median error is 0 in a network stays as
 * it is. There is no reconstruction: several of them give one error.
 */
import {
  checkRecordings,
  checkSameChannels,
  createRandom,
  defineDetector,
  type Detector,
  type DetectorState,
  type FitOptions,
  type FittedDetector,
  median,
  meanOverChannels,
  type NamedArray,
  type ScoreOptions,
  type Scores,
  type TimeSeriesFrame,
} from '@anodec/core';
import { isOfPath, namedPath } from '../autoencoder/linear-residuals.js';
import type { MemberNetwork } from '../autoencoder/several.js';
import { initialWeights, parameterShapes } from '../autoencoder/shapes.js';
import { type AutoencoderConfig, isWindowEnd } from '../config.js';
import { MultiWindowConfig } from '../config/multi-window.js';
import { createParameterSet } from '../parameter-set.js';
import { applyPreset } from '../presets.js';
import { autoencoder, checkResume, networkInputs, type TrainingContext } from './autoencoder.js';

const NAME = 'multi-window';

/** Name of the array with the factors of errors, (K, C) for K networks. */
const FACTORS = 'factors';

/** The entry for a registry of detectors; the setting `preset` stands for several others. */
export const multiWindow = defineDetector<typeof MultiWindowConfig, TrainingContext>(
  MultiWindowConfig,
  {
    title: ({ cell, windowSizes }) =>
      `${cell.toUpperCase()} autoencoders, windows of ${windowSizes.join(', ')} rows`,
    expand: applyPreset,
    create: (config, context) => new MultiWindowDetector(config, context),
    restore: (config, state) => new FittedMultiWindow(config, state),
  },
);

/** Networks that are not trained. */
class MultiWindowDetector implements Detector {
  readonly #config: MultiWindowConfig;
  readonly #context: TrainingContext;

  constructor(config: MultiWindowConfig, context: TrainingContext) {
    this.#config = config;
    this.#context = context;
  }

  /**
   * Trains the networks; see `Detector.fit`.
   *
   * @throws StoppedError when the signal is aborted before the first epoch is over
   */
  async fit(
    recordings: readonly TimeSeriesFrame[],
    { validation = [], signal, progress }: FitOptions = {},
  ): Promise<FittedDetector> {
    const { callbacks, resume } = this.#context;
    const channels = checkRecordings(recordings, validation);
    const members = createMembers(this.#config, channels.length);
    if (resume) checkResume(resume, createParameterSet(shapesOf(members)), channels);
    const { trainSeveral } = await import('../autoencoder/several.js');
    const options = { signal, progress };
    const inputs = await networkInputs(members[0].config, recordings, validation, options);
    const describe = (config: MultiWindowConfig, arrays: DetectorState['arrays']) =>
      stateOf(config, channels, arrays);
    const { config, arrays } = await trainSeveral(
      this.#config,
      members,
      inputs.recordings,
      describe,
      {
        ...options,
        validation: inputs.validation,
        ...(inputs.path && { fixed: namedPath(inputs.path) }),
        callbacks,
        resume: resume?.training,
      },
    );
    const unscaled = new FittedMultiWindow(config, stateOf(config, channels, arrays));
    const factors = await unscaled.learnFactors(recordings);
    return new FittedMultiWindow(config, stateOf(config, channels, { ...arrays, factors }));
  }
}

/** Trained networks. */
class FittedMultiWindow implements FittedDetector {
  readonly channels: readonly string[];
  readonly lookback: number;
  readonly lookahead: number;
  readonly windows: NonNullable<FittedDetector['windows']>;
  readonly #members: readonly FittedDetector[];
  readonly #state: DetectorState;

  /** @param state without factors where a training was not finished: errors are then not scaled */
  constructor(config: MultiWindowConfig, state: DetectorState) {
    this.channels = state.channels;
    this.#members = windowSettings(config).map(({ prefix, config: own }) =>
      autoencoder.restore({
        detector: 'autoencoder',
        config: { ...own },
        channels: state.channels,
        arrays: memberArrays(state.arrays, prefix),
      }),
    );
    this.lookback = Math.max(...this.#members.map(({ lookback }) => lookback));
    this.lookahead = Math.max(...this.#members.map(({ lookahead = 0 }) => lookahead));
    this.windows = { stride: config.stride, offset: config.windowOffset };
    this.#state = stateOf(config, state.channels, state.arrays);
  }

  /** The mean of the networks' errors, scaled; NaN where one of them has none. */
  async score(frame: TimeSeriesFrame, options?: ScoreOptions): Promise<Scores> {
    checkSameChannels(frame.channels, this.channels, 'the frame');
    const C = this.channels.length;
    const K = this.#members.length;
    const factors = this.#state.arrays[FACTORS]?.data;
    const sums = new Float64Array(frame.values.length);
    for (const [k, member] of this.#members.entries()) {
      const { channels = new Float32Array(0) } = await member.score(frame, options);
      for (let i = 0; i < sums.length; i++) {
        sums[i] += channels[i] * (factors ? factors[k * C + (i % C)] : 1);
      }
    }
    const channels = Float32Array.from(sums, (sum) => sum / K);
    return { rows: meanOverChannels(channels, C), channels };
  }

  state(): DetectorState {
    return this.#state;
  }

  /** (K, C), what errors are multiplied by, from those of the training rows. */
  async learnFactors(recordings: readonly TimeSeriesFrame[]): Promise<NamedArray> {
    const C = this.channels.length;
    const medians: Float64Array[] = [];
    for (const member of this.#members) {
      const errors: Float32Array[] = [];
      for (const recording of recordings) {
        errors.push((await member.score(recording)).channels ?? new Float32Array(0));
      }
      medians.push(Float64Array.from({ length: C }, (_, c) => medianOfChannel(errors, c, C)));
    }
    const data = medians.flatMap((own) =>
      Array.from(own, (value, c) => {
        const agreed = medians.reduce((sum, values) => sum + values[c], 0) / medians.length;
        return value > 0 ? agreed / value : 1;
      }),
    );
    return { shape: [medians.length, C], data: Float32Array.from(data) };
  }
}

/** The settings of each network: windows of all lengths that end at the same rows. */
function windowSettings({
  windowSizes,
  ...settings
}: MultiWindowConfig): { readonly prefix: string; readonly config: AutoencoderConfig }[] {
  const longest = Math.max(...windowSizes);
  const scoresEnds = isWindowEnd(settings.fold);
  return windowSizes.map((windowSize) => ({
    prefix: `w${windowSize}.`,
    config: {
      ...settings,
      windowSize,
      // as many validation windows of each length
      validationStride: settings.validationStride || longest,
      windowOffset: settings.windowOffset + (scoresEnds ? longest - windowSize : 0),
    },
  }));
}

function createMembers(config: MultiWindowConfig, C: number): MemberNetwork[] {
  const random = createRandom(config.seed).stream('weights');
  return windowSettings(config).map(({ prefix, config: own }) => {
    const zero = own.linearPath ? 'output' : undefined;
    const parameters = initialWeights(parameterShapes(own, C), random.stream(prefix), zero);
    return { prefix, config: own, parameters };
  });
}

function shapesOf(members: readonly MemberNetwork[]): Record<string, readonly number[]> {
  const entries = members.flatMap(({ prefix, parameters }) =>
    Object.entries(parameters.shapes).map(([name, shape]) => [prefix + name, shape] as const),
  );
  return Object.fromEntries(entries);
}

/** The arrays of one network under its own names, and those of the linear path, which all share. */
function memberArrays(arrays: DetectorState['arrays'], prefix: string): DetectorState['arrays'] {
  const entries = Object.entries(arrays).flatMap(([name, array]) => {
    if (isOfPath(name)) return [[name, array] as const];
    return name.startsWith(prefix) ? [[name.slice(prefix.length), array] as const] : [];
  });
  return Object.fromEntries(entries);
}

function medianOfChannel(errors: readonly Float32Array[], c: number, C: number): number {
  const own = errors.flatMap((values) =>
    Array.from({ length: values.length / C }, (_, t) => values[t * C + c]),
  );
  return median(own.filter((error) => !Number.isNaN(error)));
}

function stateOf(
  config: MultiWindowConfig,
  channels: readonly string[],
  arrays: DetectorState['arrays'],
): DetectorState {
  return { detector: NAME, config: { ...config }, channels, arrays };
}
