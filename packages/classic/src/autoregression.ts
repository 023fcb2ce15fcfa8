/**
 * Autoregression: each channel is forecast from its own rows before, and a reading is anomalous where it is far from
 * that. It sees changes in how a channel moves, and no relation between channels; `linear-path` sees both.
 *
 * Least squares with a small ridge penalty, in units of the channel's variance. The mean stands for a missing reading;
 * the first `lags` rows of a gap-free stretch have no forecast.
 *
 * Source: Lütkepohl 2005, "New Introduction to Multiple Time Series Analysis", section 3.2.
 */
import {
  checkRecordings,
  checkSameChannels,
  contiguousSegments,
  DataError,
  type Detector,
  defineDetector,
  type DetectorState,
  type FitOptions,
  type FittedDetector,
  meanOverChannels,
  type ScoreOptions,
  type Scores,
  type TimeSeriesFrame,
} from '@anodec/core';
import { z } from 'zod';
import { channelMeans } from './channel-means.js';
import { solveCholesky } from './cholesky.js';
import { errorOf, scoreErrorOption } from './score-error.js';
import { runWork } from './work.js';

const AutoregressionConfig = z.strictObject({
  lags: z.int().min(1).default(4).describe('Rows before a row that it is forecast from'),
  ridge: z
    .number()
    .gt(0)
    .default(1e-3)
    .describe('Penalty of the weights of a forecast, in units of the variance of the channel'),
  ...scoreErrorOption,
});

type AutoregressionConfig = z.output<typeof AutoregressionConfig>;

/** The entry for a registry of detectors. */
export const autoregression = defineDetector(AutoregressionConfig, {
  title: () => 'Autoregression',
  create: (config) => new AutoregressionDetector(config),
  restore: (config, { channels, arrays }) =>
    new FittedAutoregression(config, channels, {
      means: arrays.means.data,
      weights: arrays.weights.data,
    }),
});

/** Training means (C), and weights (C, lags) of the rows before, the last one first. */
interface Model {
  readonly means: Float32Array;
  readonly weights: Float32Array;
}

class AutoregressionDetector implements Detector {
  readonly #config: AutoregressionConfig;

  constructor(config: AutoregressionConfig) {
    this.#config = config;
  }

  async fit(
    recordings: readonly TimeSeriesFrame[],
    options: FitOptions = {},
  ): Promise<FittedDetector> {
    const channels = checkRecordings(recordings, options.validation);
    const { lags, ridge } = this.#config;
    checkStretches(recordings, lags);
    const means = channelMeans(recordings);
    const weights = new Float32Array(channels.length * lags);
    const label = { label: 'Autoregression', total: channels.length, unit: 'channels' };
    await runWork(options, label, async (work) => {
      for (let c = 0; c < channels.length; c++) {
        const sums = sumProducts(recordings, c, means[c], lags);
        weights.set(await solveForecast(sums, lags, ridge), c * lags);
        await work.piece(c + 1);
      }
    });
    return new FittedAutoregression(this.#config, channels, { means, weights });
  }
}

class FittedAutoregression implements FittedDetector {
  readonly channels: readonly string[];
  readonly lookback: number;
  readonly #config: AutoregressionConfig;
  readonly #model: Model;

  constructor(config: AutoregressionConfig, channels: readonly string[], model: Model) {
    this.channels = channels;
    this.lookback = config.lags;
    this.#config = config;
    this.#model = model;
  }

  /** Squared or absolute errors of the forecasts; a row's score is their mean. */
  async score(frame: TimeSeriesFrame, options?: ScoreOptions): Promise<Scores> {
    const expected = await this.reconstruct(frame, options);
    const error = errorOf(this.#config.scoreError);
    const channels = frame.values.map((value, i) => error(value - expected[i]));
    return { rows: meanOverChannels(channels, this.channels.length), channels };
  }

  /** The forecasts; NaN in the first rows of each gap-free stretch. */
  async reconstruct(frame: TimeSeriesFrame, options: ScoreOptions = {}): Promise<Float32Array> {
    checkSameChannels(frame.channels, this.channels, 'the frame');
    const C = this.channels.length;
    const expected = new Float32Array(frame.values.length).fill(NaN);
    const label = { label: 'Scoring', total: C, unit: 'channels' };
    await runWork(options, label, async (work) => {
      for (let c = 0; c < C; c++) {
        forecastChannel(this.#model, frame, c, expected);
        await work.piece(c + 1);
      }
    });
    return expected;
  }

  state(): DetectorState {
    const { means, weights } = this.#model;
    const C = means.length;
    return {
      detector: 'autoregression',
      config: { ...this.#config },
      channels: this.channels,
      arrays: {
        means: { shape: [C], data: means.slice() },
        weights: { shape: [C, weights.length / C], data: weights.slice() },
      },
    };
  }
}

function checkStretches(recordings: readonly TimeSeriesFrame[], lags: number): void {
  const rows = recordings
    .flatMap(contiguousSegments)
    .reduce((sum, { start, end }) => sum + Math.max(0, end - start - lags), 0);
  if (rows > lags) return;
  throw new DataError(
    `lags must leave more rows to forecast than ${lags}, got ${rows} after the first ${lags} of each gap-free ` +
      'stretch. Set lags to less.',
  );
}

/** Products of a channel's centred readings with those before, summed over all rows that have enough before them. */
interface ProductSums {
  /** (lags, lags) */
  readonly among: Float64Array;
  /** (lags), with the row itself. */
  readonly ahead: Float64Array;
}

function sumProducts(
  recordings: readonly TimeSeriesFrame[],
  c: number,
  mean: number,
  lags: number,
): ProductSums {
  const among = new Float64Array(lags * lags);
  const ahead = new Float64Array(lags);
  for (const frame of recordings) {
    const readings = centredReadings(frame, c, mean);
    for (const { start, end } of contiguousSegments(frame)) {
      for (let t = start + lags; t < end; t++) {
        for (let i = 0; i < lags; i++) {
          const before = readings[t - 1 - i];
          ahead[i] += before * readings[t];
          for (let j = 0; j <= i; j++) among[i * lags + j] += before * readings[t - 1 - j];
        }
      }
    }
  }
  return { among, ahead };
}

/** (T), a channel less its mean; 0 where a reading is missing. */
function centredReadings({ values, channels }: TimeSeriesFrame, c: number, mean: number) {
  const C = channels.length;
  return Float64Array.from({ length: values.length / C }, (_, t) => {
    const value = values[t * C + c];
    return Number.isNaN(value) ? 0 : value - mean;
  });
}

/** @returns (lags); zeros for a channel that does not vary */
async function solveForecast({ among, ahead }: ProductSums, lags: number, ridge: number) {
  let variance = 0;
  for (let i = 0; i < lags; i++) variance += among[i * (lags + 1)] / lags;
  if (variance === 0) return ahead;
  for (let i = 0; i < lags; i++) among[i * (lags + 1)] += ridge * variance;
  await solveCholesky(among, lags, ahead);
  return ahead;
}

/** Writes the forecasts of one channel into (T, C). */
function forecastChannel(
  { means, weights }: Model,
  frame: TimeSeriesFrame,
  c: number,
  expected: Float32Array,
): void {
  const C = means.length;
  const lags = weights.length / C;
  const readings = centredReadings(frame, c, means[c]);
  for (const { start, end } of contiguousSegments(frame)) {
    for (let t = start + lags; t < end; t++) {
      let sum = means[c];
      for (let i = 0; i < lags; i++) sum += weights[c * lags + i] * readings[t - 1 - i];
      expected[t * C + c] = sum;
    }
  }
}
