/**
 * Distance to the nearest rows of normal operation: a row is anomalous where none like it was recorded.
 *
 * Neighbours are found by brute force over at most `maxRows` training rows, spread evenly over all of them:
 * in tens of channels a tree visits nearly every row, too. A training row that was kept is at distance 0
 * from itself, so errors on training rows say little about those on others.
 *
 * Source: Ramaswamy, Rastogi & Shim 2000, "Efficient Algorithms for Mining Outliers from Large Data Sets",
 * with the mean over k neighbours of Angiulli & Pizzuti 2002, "Fast Outlier Detection in High Dimensional Spaces".
 */
import {
  checkRecordings,
  checkSameChannels,
  type Detector,
  type DetectorState,
  defineDetector,
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
import { createNearest, nearestRows } from './nearest-rows.js';
import { runWork } from './work.js';

export const KnnConfig = z.strictObject({
  k: z.int().min(1).default(1).describe('Number of nearest training rows'),
  maxRows: z
    .int()
    .min(1)
    .default(4000)
    .describe('Largest number of training rows that are kept, spread evenly over all of them'),
});

export type KnnConfig = z.output<typeof KnnConfig>;

/** The entry for a registry of detectors. */
export const knn = defineDetector(KnnConfig, {
  title: ({ k }) => (k === 1 ? 'Nearest neighbour' : `${k} nearest neighbours`),
  create: (config) => new KnnDetector(config),
  restore: (config, { channels, arrays }) =>
    new FittedKnn(config, channels, {
      means: arrays.means.data,
      rows: arrays.rows.data,
    }),
});

/** Training means (C), and the rows (R, C) that distances are measured to. */
interface KnnModel {
  readonly means: Float32Array;
  readonly rows: Float32Array;
}

class KnnDetector implements Detector {
  readonly #config: KnnConfig;

  constructor(config: KnnConfig) {
    this.#config = config;
  }

  async fit(
    recordings: readonly TimeSeriesFrame[],
    options: FitOptions = {},
  ): Promise<FittedDetector> {
    const channels = checkRecordings(recordings, options.validation);
    const means = channelMeans(recordings);
    const total = recordings.reduce((sum, frame) => sum + frameLength(frame), 0);
    const label = { label: 'Choosing rows', total, unit: 'rows' };
    const rows = await runWork(options, label, async (work) => {
      await work.piece(0);
      return spreadRows(recordings, total, means, this.#config.maxRows);
    });
    return new FittedKnn(this.#config, channels, { means, rows });
  }
}

class FittedKnn implements FittedDetector {
  readonly channels: readonly string[];
  readonly lookback = 0;
  readonly #config: KnnConfig;
  readonly #model: KnnModel;

  constructor(config: KnnConfig, channels: readonly string[], model: KnnModel) {
    this.channels = channels;
    this.#config = config;
    this.#model = model;
  }

  /**
   * Squared distances to the nearest rows, by channel and averaged over them; a row's score is the mean
   * over its channels.
   */
  async score(frame: TimeSeriesFrame, options: ScoreOptions = {}): Promise<Scores> {
    checkSameChannels(frame.channels, this.channels, 'the frame');
    const C = this.channels.length;
    const T = frameLength(frame);
    const { rows } = this.#model;
    const R = rows.length / C;
    const nearest = createNearest(Math.min(this.#config.k, R));
    const channels = new Float32Array(frame.values.length);
    const rowsAtOnce = Math.max(1, Math.floor(2e7 / rows.length));
    await runWork(options, { label: 'Scoring', total: T, unit: 'rows' }, async (work) => {
      for (let t = 0; t < T; t++) {
        const row = frame.values.subarray(t * C, (t + 1) * C);
        nearestRows(rows, row, nearest);
        averageSquares(rows, row, nearest.rows, channels.subarray(t * C, (t + 1) * C));
        if ((t + 1) % rowsAtOnce === 0) await work.piece(t + 1);
      }
      await work.piece(T);
    });
    return { rows: meanOverChannels(channels, C), channels };
  }

  state(): DetectorState {
    const { means, rows } = this.#model;
    const C = means.length;
    return {
      detector: 'knn',
      config: { ...this.#config },
      channels: this.channels,
      arrays: {
        means: { shape: [C], data: means.slice() },
        rows: { shape: [rows.length / C, C], data: rows.slice() },
      },
    };
  }
}

/** (R, C), at most `limit` rows of all recordings at even distances; means in place of missing readings. */
function spreadRows(
  recordings: readonly TimeSeriesFrame[],
  total: number,
  means: Float32Array,
  limit: number,
): Float32Array {
  const C = means.length;
  const R = Math.min(limit, total);
  const rows = new Float32Array(R * C);
  let [before, recording] = [0, 0];
  for (let r = 0; r < R; r++) {
    const at = Math.floor((r * total) / R);
    while (at - before >= frameLength(recordings[recording])) {
      before += frameLength(recordings[recording++]);
    }
    const { values } = recordings[recording];
    const start = (at - before) * C;
    for (let c = 0; c < C; c++) {
      const value = values[start + c];
      rows[r * C + c] = Number.isNaN(value) ? means[c] : value;
    }
  }
  return rows;
}

/** Mean over the nearest rows of the squared distance in each channel; NaN where the reading is missing. */
function averageSquares(
  rows: Float32Array,
  row: Float32Array,
  nearest: Int32Array,
  out: Float32Array,
): void {
  const C = row.length;
  for (let c = 0; c < C; c++) {
    let sum = 0;
    for (const r of nearest) sum += (row[c] - rows[r * C + c]) ** 2;
    out[c] = sum / nearest.length;
  }
}
