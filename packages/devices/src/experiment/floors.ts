/**
 * Other methods beside the adversarial networks, which these should beat: the distance to the nearest days of the class, what the
 * first principal components of its days do not reproduce, and what a recurrent autoencoder does not.
 */
import { knn, pca } from '@anodec/classic';
import {
  createFrame,
  type FittedDetector,
  type Listeners,
  type TimeSeriesFrame,
} from '@anodec/core';
import { fitScale, type GanConfig, scaleDays } from '@anodec/gan';
import { autoencoder } from '@anodec/model';
import { type DayTable, selectDays, SLOTS } from '../day-table.js';

/** Settings of the methods that learn by steps. */
export interface FloorSettings extends Pick<GanConfig, 'seed' | 'backend' | 'threads' | 'strict'> {
  /** Passes of the autoencoder over the days of a class. */
  readonly autoencoderEpochs: number;
}

/** A method that scores days. */
interface DayMethod {
  /** What it is called in tables. */
  readonly title: string;
  /** Fits it to the days of one class. */
  fit(days: DayTable, settings: FloorSettings, listeners: Listeners): Promise<FittedDetector>;
  /** Days as recordings; of each day the score of its last row counts. */
  recordings(days: DayTable): readonly TimeSeriesFrame[];
  /** Rows of a day. */
  readonly rows: number;
}

/** Days as rows, slots as channels. */
const byRows = ({ values }: DayTable): readonly TimeSeriesFrame[] => [
  createFrame({ values, channels: Array.from({ length: SLOTS }, (_, s) => `slot ${s}`) }),
];

/** Days as recordings of one channel. */
const byDays = ({ values, dates }: DayTable): readonly TimeSeriesFrame[] =>
  dates.map((_, n) =>
    createFrame({ values: values.slice(n * SLOTS, (n + 1) * SLOTS), channels: ['power'] }),
  );

/** To add a method: an entry here. */
const METHODS = {
  knn: {
    title: 'nearest day of the class',
    fit: (days, _, listeners) => knn.create({}).fit(byRows(days), listeners),
    recordings: byRows,
    rows: 1,
  },
  pca: {
    title: 'PCA of the class',
    fit: (days, _, listeners) => pca.create({}).fit(byRows(days), listeners),
    recordings: byRows,
    rows: 1,
  },
  autoencoder: {
    title: 'LSTM autoencoder of the class',
    fit: (days, settings, listeners) =>
      autoencoder.create(networkOf(settings)).fit(byDays(days), listeners),
    recordings: byDays,
    rows: SLOTS,
  },
} satisfies Readonly<Record<string, DayMethod>>;

/** The name of a method. */
export type FloorName = keyof typeof METHODS;

/** Names of the methods. */
export const floorNames = Object.keys(METHODS) as readonly FloorName[];

/** What a method is called in tables. */
export function floorTitle(name: FloorName): string {
  return METHODS[name].title;
}

/** A network that reads a day as one window, and whose error of the window is the score of the day. */
function networkOf({ autoencoderEpochs, ...others }: FloorSettings): Record<string, unknown> {
  return {
    ...others,
    windowSize: SLOTS,
    maxEpochs: autoencoderEpochs,
    sampleSize: 0, // every day once in each epoch
    batchSize: 16,
    fold: 'window',
  };
}

/** A method fitted to the days of each class. */
export interface DayFloor {
  /** Scores days by the method of their class. @param labels (N) @returns (N) */
  score(table: DayTable, labels: ArrayLike<number>): Promise<Float64Array>;
}

/**
 * Fits a method to the days of each class, scaled to 0 … 1 as for the networks.
 *
 * @param labels (N), classes 0, 1, … of which each has a day
 * @throws DataError when a class has too few days for the method; StoppedError on an abort
 */
export async function fitFloor(
  name: FloorName,
  table: DayTable,
  labels: ArrayLike<number>,
  settings: FloorSettings,
  listeners: Listeners = {},
): Promise<DayFloor> {
  const method: DayMethod = METHODS[name];
  const scale = fitScale(table.values);
  const scaled = (days: DayTable): DayTable => ({
    ...days,
    values: scaleDays(days.values, scale),
  });
  const fitted: FittedDetector[] = [];
  for (let label = 0; label <= Math.max(...Array.from(labels)); label++) {
    const own = selectDays(table, daysOf(labels, label));
    fitted.push(await method.fit(scaled(own), settings, listeners));
  }
  return {
    async score(days, of) {
      const scores = new Float64Array(days.dates.length);
      for (const [label, one] of fitted.entries()) {
        const own = daysOf(of, label);
        if (own.length === 0) continue;
        const found = await lastScores(method, one, scaled(selectDays(days, own)), listeners);
        own.forEach((n, i) => {
          scores[n] = found[i];
        });
      }
      return scores;
    },
  };
}

/** The score of the last row of each day. */
async function lastScores(
  method: DayMethod,
  fitted: FittedDetector,
  days: DayTable,
  listeners: Listeners,
): Promise<number[]> {
  const { rows } = method;
  const scores: number[] = [];
  for (const frame of method.recordings(days)) {
    const { rows: all } = await fitted.score(frame, listeners);
    for (let t = rows - 1; t < all.length; t += rows) scores.push(all[t]);
  }
  return scores;
}

function daysOf(labels: ArrayLike<number>, label: number): number[] {
  return Array.from(labels, (_, n) => n).filter((n) => labels[n] === label);
}
