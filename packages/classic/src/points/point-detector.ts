/**
 * A method that scores points as a detector of recordings: rows or windows become points, missing readings
 * are filled, training points are spread over all rows, and scores go back to the last row of their window.
 *
 * One wrapper for all methods, so that "on windows" is not an option of each of them.
 */
import {
  checkRecordings,
  checkSameChannels,
  DataError,
  defineDetector,
  type Detector,
  type DetectorEntry,
  type FittedDetector,
  frameLength,
  meanOverChannels,
  type ScoreOptions,
  type Scores,
  type TimeSeriesFrame,
} from '@anodec/core';
import { z } from 'zod';
import { channelMeans } from '../channel-means.js';
import { runWork, type Work } from '../work.js';
import type { PointMethod, PointModel } from './point-method.js';
import {
  gatherPoints,
  pointNames,
  pointSize,
  type WindowChoice,
  windowEnds,
  windowOptions,
} from './windows.js';

/** The settings that all these detectors have, as they are checked. */
type PointConfig = WindowChoice & { readonly maxRows: number };

/** Something fitted: the method, its settings, and what it learned. */
interface Fitted {
  readonly name: string;
  readonly scoresValues: boolean;
  readonly missing: 'mean' | 'kept';
  readonly config: PointConfig;
  readonly channels: readonly string[];
  /** (C), training means, which stand for missing readings. */
  readonly means: Float32Array;
  readonly model: PointModel;
}

/** The settings of the wrapper, which every detector that it makes has. */
function common(config: object): PointConfig {
  return config as PointConfig;
}

/** Makes the entry for a registry of detectors. */
export function definePointDetector<Shape extends z.ZodRawShape>(
  method: PointMethod<Shape>,
): DetectorEntry {
  const { name, scoresValues = false, missing = 'mean' } = method;
  const schema = z.strictObject({
    ...method.settings,
    maxRows: z
      .int()
      .min(1)
      .default(method.maxRows)
      .describe('Largest number of rows or windows learned from, spread evenly over all of them'),
    ...windowOptions,
  });
  type Config = z.output<z.ZodObject<Shape>>;
  const own = (config: object): Config => config as Config; // a method sees its own settings
  const fitted = (config: object, channels: readonly string[], means: Float32Array) => {
    const parts = { name, scoresValues, missing, config: common(config), channels, means };
    return (model: PointModel): FittedDetector => new FittedPoints({ ...parts, model });
  };
  return defineDetector(schema, {
    title: (config) => titleOf(method.title(own(config)), common(config)),
    create: (config): Detector => ({
      async fit(recordings, options = {}) {
        const channels = checkRecordings(recordings, options.validation);
        const means = channelMeans(recordings);
        const values = spreadPoints(recordings, means, common(config));
        const names = pointNames(channels, common(config));
        const points = { values, size: names.length };
        const label = { label: 'Learning', total: values.length / names.length, unit: 'rows' };
        const model = await runWork(options, label, async (work) => {
          await work.piece(0);
          return method.fit(points, { config: own(config), names, work });
        });
        return fitted(config, channels, means)(model);
      },
    }),
    restore: (config, { channels, arrays: { means, ...arrays } }) =>
      fitted(config, channels, means.data)(method.restore(own(config), arrays)),
  });
}

class FittedPoints implements FittedDetector {
  readonly channels: readonly string[];
  readonly lookback: number;
  readonly #fitted: Fitted;

  constructor(fitted: Fitted) {
    this.channels = fitted.channels;
    this.lookback = fitted.config.windowSize - 1;
    this.#fitted = fitted;
  }

  async score(frame: TimeSeriesFrame, options: ScoreOptions = {}): Promise<Scores> {
    checkSameChannels(frame.channels, this.channels, 'the frame');
    const { config, scoresValues } = this.#fitted;
    const C = this.channels.length;
    const ends = windowEnds(frame, config.windowSize);
    const width = scoresValues ? pointSize(C, config) : 1;
    const scores = new Float32Array(ends.length * width);
    const label = { label: 'Scoring', total: ends.length, unit: 'rows' };
    await runWork(options, label, (work) =>
      scorePieces(this.#fitted, { frame, ends }, scores, work),
    );
    return scoresValues ? channelScores(frame, ends, scores) : rowScores(frame, ends, scores);
  }

  state() {
    const { name, config, channels, means, model } = this.#fitted;
    return {
      detector: name,
      config: { ...config },
      channels,
      arrays: { ...model.arrays, means: { shape: [means.length], data: means.slice() } },
    };
  }
}

/** Scores the windows piece by piece; the points of a piece are made in one buffer. */
async function scorePieces(
  { config, channels, means, missing, model }: Fitted,
  { frame, ends }: { frame: TimeSeriesFrame; ends: Int32Array },
  scores: Float32Array,
  work: Work,
): Promise<void> {
  const D = pointSize(channels.length, config);
  const width = scores.length / ends.length;
  const fill = missing === 'kept' ? means.map(() => NaN) : means;
  const pieceSize = Math.min(model.pointsAtOnce, ends.length);
  const values = new Float32Array(pieceSize * D);
  for (let from = 0; from < ends.length; from += pieceSize) {
    const piece = ends.subarray(from, from + pieceSize);
    const points = values.subarray(0, piece.length * D);
    gatherPoints(frame, piece, fill, config, points);
    const out = scores.subarray(from * width, (from + piece.length) * width);
    await model.score({ values: points, size: D }, out);
    await work.piece(from + piece.length);
  }
}

/** Scores at the last rows of the windows; none where a row has no reading at all. */
function rowScores(frame: TimeSeriesFrame, ends: Int32Array, scores: Float32Array): Scores {
  const C = frame.channels.length;
  const rows = new Float32Array(frameLength(frame)).fill(NaN);
  for (let n = 0; n < ends.length; n++) {
    const readings = frame.values.subarray(ends[n] * C, (ends[n] + 1) * C);
    if (readings.some((reading) => reading === reading)) rows[ends[n]] = scores[n];
  }
  return { rows };
}

/** The score of a reading is the mean over the numbers of its window that belong to its channel. */
function channelScores(frame: TimeSeriesFrame, ends: Int32Array, scores: Float32Array): Scores {
  const C = frame.channels.length;
  const D = scores.length / ends.length;
  const channels = new Float32Array(frame.values.length).fill(NaN);
  for (let n = 0; n < ends.length; n++) {
    for (let c = 0; c < C; c++) {
      const at = ends[n] * C + c;
      if (Number.isNaN(frame.values[at])) continue;
      let [sum, count] = [0, 0];
      for (let d = c; d < D; d += C) {
        const score = scores[n * D + d];
        if (Number.isNaN(score)) continue;
        sum += score;
        count++;
      }
      channels[at] = sum / count;
    }
  }
  return { rows: meanOverChannels(channels, C), channels };
}

/** (N, D), at most `maxRows` points at even distances; means in place of missing readings. */
function spreadPoints(
  recordings: readonly TimeSeriesFrame[],
  means: Float32Array,
  config: PointConfig,
): Float32Array {
  const D = pointSize(means.length, config);
  const all = recordings.map((frame) => windowEnds(frame, config.windowSize));
  const total = all.reduce((sum, ends) => sum + ends.length, 0);
  if (total === 0) {
    throw new DataError(
      `windowSize must be at most the longest stretch of training rows without a gap, got ` +
        `${config.windowSize}. Set a smaller windowSize.`,
    );
  }
  const N = Math.min(config.maxRows, total);
  const values = new Float32Array(N * D);
  let [n, before] = [0, 0];
  for (const [r, ends] of all.entries()) {
    const chosen: number[] = [];
    for (; n + chosen.length < N; ) {
      const at = Math.floor(((n + chosen.length) * total) / N) - before;
      if (at >= ends.length) break;
      chosen.push(ends[at]);
    }
    const out = values.subarray(n * D, (n + chosen.length) * D);
    gatherPoints(recordings[r], Int32Array.from(chosen), means, config, out);
    n += chosen.length;
    before += ends.length;
  }
  return values;
}

function titleOf(title: string, { windowSize, windowFeatures }: PointConfig): string {
  if (windowSize === 1) return title;
  const what = windowFeatures === 'readings' ? 'windows' : 'statistics of windows';
  return `${title} on ${what} of ${windowSize} rows`;
}
