/**
 * The linear neighbour of the autoencoder: what the first principal components cannot reproduce of a
 * row is strange.
 *
 * Source: Jackson & Mudholkar 1979, "Control Procedures for Residuals Associated with Principal
 * Component Analysis", the Q statistic, here one square for each channel.
 */
import {
  DataError,
  type Detector,
  type DetectorState,
  type FitOptions,
  type FittedDetector,
  frameLength,
  type TimeSeriesFrame,
} from '@anodec/core';
import { z } from 'zod';
import { symmetricEigen } from '../eigen.js';
import { checkFrame, checkRecordings } from './check.js';
import { channelMeans } from './norm.js';
import { meanOverChannels } from './row-scores.js';

export const PcaConfig = z.strictObject({
  explainedVariance: z
    .number()
    .gt(0)
    .max(1)
    .default(0.9)
    .describe('Share of the variance that the kept components explain, at least'),
});

export type PcaConfig = z.output<typeof PcaConfig>;

/** Mean and kept components, (K, C), of normal operation. */
interface PcaModel {
  readonly means: Float32Array;
  readonly components: Float32Array;
}

export class PcaDetector implements Detector {
  readonly #config: PcaConfig;

  constructor(config: PcaConfig) {
    this.#config = config;
  }

  async fit(
    recordings: readonly TimeSeriesFrame[],
    { validation }: FitOptions = {},
  ): Promise<FittedDetector> {
    const channels = checkRecordings(recordings, validation);
    const C = channels.length;
    const means = channelMeans(recordings);
    const { values, vectors } = symmetricEigen(covariance(recordings, means), C);
    const K = countComponents(values, this.#config.explainedVariance);
    const components = Float32Array.from(vectors.subarray(0, K * C));
    return new FittedPca(this.#config, channels, { means, components });
  }
}

/** Rebuilds the detector from what it learned. */
export function restorePca(config: PcaConfig, { channels, arrays }: DetectorState): FittedDetector {
  const model = { means: arrays.means.data, components: arrays.components.data };
  return new FittedPca(config, channels, model);
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

  async score(frame: TimeSeriesFrame) {
    const expected = await this.reconstruct(frame);
    const channels = frame.values.map((value, i) => (value - expected[i]) ** 2);
    return { rows: meanOverChannels(channels, this.channels.length), channels };
  }

  /** Each row's projection on the kept components. */
  async reconstruct(frame: TimeSeriesFrame): Promise<Float32Array> {
    checkFrame(frame, this.channels);
    const C = this.channels.length;
    const projected = new Float32Array(frame.values.length);
    for (let t = 0; t < frameLength(frame); t++) {
      const row = frame.values.subarray(t * C, (t + 1) * C);
      project(this.#model, row, projected.subarray(t * C, (t + 1) * C));
    }
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
 * (C, C), around `means`, with the divisor N − 1 as usual; N counts the rows in which both channels
 * have a reading.
 */
function covariance(recordings: readonly TimeSeriesFrame[], means: Float32Array): Float64Array {
  const C = means.length;
  const sums = new Float64Array(C * C);
  const absent = new Float64Array(C * C); // rows that lack either channel
  const centred = new Float64Array(C);
  let rows = 0;
  for (const { values } of recordings) {
    for (let start = 0; start < values.length; start += C, rows++) {
      let complete = true;
      for (let c = 0; c < C; c++) {
        centred[c] = values[start + c] - means[c];
        if (Number.isNaN(centred[c])) complete = false;
      }
      if (!complete) leaveOutMissing(centred, absent);
      for (let i = 0; i < C; i++) {
        for (let j = 0; j <= i; j++) sums[i * C + j] += centred[i] * centred[j];
      }
    }
  }
  for (let i = 0; i < C; i++) {
    for (let j = 0; j <= i; j++) {
      const count = rows - absent[i * C + j];
      checkCount(count, recordings[0].channels, i, j);
      sums[j * C + i] = sums[i * C + j] /= count - 1;
    }
  }
  return sums;
}

/** Counts the pairs that a row lacks into `absent`, (C, C), and sets its missing deviations to 0. */
function leaveOutMissing(centred: Float64Array, absent: Float64Array): void {
  const C = centred.length;
  for (let i = 0; i < C; i++) {
    for (let j = 0; j <= i; j++) {
      if (Number.isNaN(centred[i] + centred[j])) absent[i * C + j]++;
    }
  }
  for (let c = 0; c < C; c++) if (Number.isNaN(centred[c])) centred[c] = 0;
}

function checkCount(count: number, channels: readonly string[], i: number, j: number): void {
  if (count >= 2) return;
  const of = i === j ? channels[i] : `${channels[j]} and ${channels[i]} together`;
  throw new DataError(
    `A covariance needs at least 2 rows with readings of ${of}, got ${count}. Leave a channel out.`,
  );
}

/** The fewest components that together explain `share` of the variance. */
function countComponents(variances: Float64Array, share: number): number {
  const total = variances.reduce((sum, value) => sum + value, 0);
  let explained = 0;
  for (let k = 0; k < variances.length; k++) {
    explained += variances[k];
    if (explained >= share * total) return k + 1;
  }
  return variances.length; // rounding may keep the sum just below the total
}

/** means + Σ (row − means)·component · component, into `out`; the mean stands for a missing reading. */
function project({ means, components }: PcaModel, row: Float32Array, out: Float32Array): void {
  const C = means.length;
  out.set(means);
  for (let at = 0; at < components.length; at += C) {
    let weight = 0;
    for (let c = 0; c < C; c++) {
      if (!Number.isNaN(row[c])) weight += (row[c] - means[c]) * components[at + c];
    }
    for (let c = 0; c < C; c++) out[c] += weight * components[at + c];
  }
}
