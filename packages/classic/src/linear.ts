/**
 * The linear path as a detector of its own: a row is anomalous where neither its correlations nor the
 * rows before it explain its readings. What a network on top of it has to beat.
 */
import {
  checkRecordings,
  checkSameChannels,
  defineDetector,
  type DetectorState,
  type FittedDetector,
  meanOverChannels,
  type ScoreOptions,
  type Scores,
  type TimeSeriesFrame,
} from '@anodec/core';
import {
  fitLinearPath,
  type LinearPath,
  linearExpectation,
  LinearPathConfig,
  linearPathArrays,
} from './linear-path.js';

/** The entry for a registry of detectors. */
export const linear = defineDetector(LinearPathConfig, {
  title: () => 'Linear path',
  create: (config) => ({
    async fit(recordings, options = {}) {
      const channels = checkRecordings(recordings, options.validation);
      const path = await fitLinearPath(config, recordings, options);
      return new FittedLinear(config, channels, path);
    },
  }),
  restore: (config, { channels, arrays }) =>
    new FittedLinear(config, channels, {
      means: arrays.means.data,
      components: arrays.components.data,
      own: arrays.own?.data ?? new Float32Array(channels.length), // stored before it was left out
      coefficients: arrays.coefficients.data,
      shares: arrays.shares.data,
      spreads: arrays.spreads.data,
    }),
});

class FittedLinear implements FittedDetector {
  readonly channels: readonly string[];
  readonly lookback: number;
  readonly #config: LinearPathConfig;
  readonly #path: LinearPath;

  constructor(config: LinearPathConfig, channels: readonly string[], path: LinearPath) {
    this.channels = channels;
    this.lookback = path.coefficients.length / channels.length ** 2;
    this.#config = config;
    this.#path = path;
  }

  /** Squared residuals of the readings; a row's score is their mean. */
  async score(frame: TimeSeriesFrame, options?: ScoreOptions): Promise<Scores> {
    const expected = await this.reconstruct(frame, options);
    const channels = frame.values.map((value, i) => (value - expected[i]) ** 2);
    return { rows: meanOverChannels(channels, this.channels.length), channels };
  }

  /** The readings that the linear path expects. */
  async reconstruct(frame: TimeSeriesFrame, options?: ScoreOptions): Promise<Float32Array> {
    checkSameChannels(frame.channels, this.channels, 'the frame');
    return linearExpectation(this.#path, frame, options);
  }

  state(): DetectorState {
    return {
      detector: 'linear-path',
      config: { ...this.#config },
      channels: this.channels,
      arrays: linearPathArrays(this.#path),
    };
  }
}
