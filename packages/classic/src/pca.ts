/**
 * Principal component analysis: a row is anomalous where the first components of normal operation cannot
 * reproduce it. The linear counterpart of an autoencoder.
 *
 * Source: Jackson & Mudholkar 1979, "Control Procedures for Residuals Associated with Principal
 * Component Analysis", the Q statistic, here one square for each channel.
 */
import {
  checkRecordings,
  checkSameChannels,
  type Detector,
  defineDetector,
  type DetectorState,
  type FitOptions,
  type FittedDetector,
  frameLength,
  meanOverChannels,
  type ScoreOptions,
  type Scores,
  type TimeSeriesFrame,
} from '@anodec/core';
import { z } from 'zod';
import { channelMeans } from './channel-means.js';
import { principalComponents } from './principal-components.js';
import { addRowProducts } from './row-products.js';
import { errorOf, scoreErrorOption } from './score-error.js';
import { runWork } from './work.js';

export const PcaConfig = z.strictObject({
  explainedVariance: z
    .number()
    .gt(0)
    .max(1)
    .default(0.9)
    .describe('Smallest share of the variance that the kept principal components explain'),
  ...scoreErrorOption,
});

export type PcaConfig = z.output<typeof PcaConfig>;

/** The entry for a registry of detectors. */
export const pca = defineDetector(PcaConfig, {
  title: () => 'PCA',
  create: (config) => new PcaDetector(config),
  restore: (config, { channels, arrays }) =>
    new FittedPca(config, channels, {
      means: arrays.means.data,
      components: arrays.components.data,
    }),
});

/** Means (C) and kept components (K, C) of normal operation. */
interface PcaModel {
  readonly means: Float32Array;
  readonly components: Float32Array;
}

class PcaDetector implements Detector {
  readonly #config: PcaConfig;

  constructor(config: PcaConfig) {
    this.#config = config;
  }

  async fit(
    recordings: readonly TimeSeriesFrame[],
    options: FitOptions = {},
  ): Promise<FittedDetector> {
    const channels = checkRecordings(recordings, options.validation);
    const means = channelMeans(recordings);
    const { explainedVariance } = this.#config;
    const found = await principalComponents(recordings, means, explainedVariance, options);
    const components = Float32Array.from(found.components);
    return new FittedPca(this.#config, channels, { means, components });
  }
}

class FittedPca implements FittedDetector {
  readonly channels: readonly string[];
  readonly lookback = 0;
  readonly #config: PcaConfig;
  readonly #model: PcaModel;

  constructor(config: PcaConfig, channels: readonly string[], model: PcaModel) {
    this.channels = channels;
    this.#config = config;
    this.#model = model;
  }

  /** Squared or absolute residuals of the readings; a row's score is their mean. */
  async score(frame: TimeSeriesFrame, options?: ScoreOptions): Promise<Scores> {
    const expected = await this.reconstruct(frame, options);
    const error = errorOf(this.#config.scoreError);
    const { values } = frame;
    const channels = new Float32Array(values.length);
    for (let i = 0; i < values.length; i++) channels[i] = error(values[i] - expected[i]);
    return { rows: meanOverChannels(channels, this.channels.length), channels };
  }

  /** The projection of each row on the kept components. */
  async reconstruct(frame: TimeSeriesFrame, options: ScoreOptions = {}): Promise<Float32Array> {
    checkSameChannels(frame.channels, this.channels, 'the frame');
    const C = this.channels.length;
    const T = frameLength(frame);
    const projected = new Float32Array(frame.values.length);
    const project = createProjection(this.#model);
    const rowsAtOnce = Math.max(1, Math.floor(1e6 / (this.#model.components.length + C)));
    await runWork(options, { label: 'Scoring', total: T, unit: 'rows' }, async (work) => {
      for (let t = 0; t < T; t++) {
        const row = frame.values.subarray(t * C, (t + 1) * C);
        project(row, projected.subarray(t * C, (t + 1) * C));
        if ((t + 1) % rowsAtOnce === 0) await work.piece(t + 1);
      }
      await work.piece(T);
    });
    return projected;
  }

  state(): DetectorState {
    const { means, components } = this.#model;
    const C = means.length;
    return {
      detector: 'pca',
      config: { ...this.#config },
      channels: this.channels,
      arrays: {
        means: { shape: [C], data: means.slice() },
        components: { shape: [components.length / C, C], data: components.slice() },
      },
    };
  }
}

/**
 * Makes a function that projects a row: means + Σ (row − means)·component · component.
 *
 * The mean stands for a missing reading.
 */
function createProjection({ means, components }: PcaModel) {
  const C = means.length;
  const K = components.length / C;
  const values = Float64Array.from(components); // in double precision once, instead of in every product
  const centred = new Float64Array(C);
  const weights = new Float64Array(K);
  return (row: Float32Array, out: Float32Array): void => {
    for (let c = 0; c < C; c++) centred[c] = Number.isNaN(row[c]) ? 0 : row[c] - means[c];
    weights.fill(0);
    addRowProducts(centred, { values, stride: C, count: K }, weights);
    out.set(means);
    addWeighted(weights, values, out);
  };
}

/** out (C) += Σ weight · component (K, C), rounded to single precision after each; four at a time. */
function addWeighted(weights: Float64Array, components: Float64Array, out: Float32Array): void {
  const [K, C] = [weights.length, out.length];
  let k = 0;
  for (; k + 3 < K; k += 4) {
    const [w0, w1, w2, w3] = [weights[k], weights[k + 1], weights[k + 2], weights[k + 3]];
    const [m0, m1, m2, m3] = [k * C, (k + 1) * C, (k + 2) * C, (k + 3) * C];
    for (let c = 0; c < C; c++) {
      const one = Math.fround(out[c] + w0 * components[m0 + c]);
      const two = Math.fround(one + w1 * components[m1 + c]);
      const three = Math.fround(two + w2 * components[m2 + c]);
      out[c] = three + w3 * components[m3 + c];
    }
  }
  for (; k < K; k++) {
    for (let c = 0; c < C; c++) out[c] += weights[k] * components[k * C + c];
  }
}
