/** A trained model of a device, ready to score days. */
import { join } from 'node:path';
import { DataError, type Listeners } from '@anodec/core';
import { readGan } from '@anodec/gan';
import { readDayTable } from '../day-file.js';
import type { DayTable } from '../day-table.js';
import { classesOfDays } from '../groups/day-classes.js';
import { compareDays, type DayDifferences, scoresOf } from './day-scores.js';
import {
  classesOf,
  daysFile,
  type DeviceModelFile,
  isModelWhole,
  readModelFile,
} from './model-file.js';

/** Days scored by a model. */
export interface ScoredTable {
  /** (N) */
  readonly scores: Float64Array;
  readonly found: DayDifferences;
}

/** A model with its networks in memory. */
export interface OpenDevice {
  readonly model: DeviceModelFile;
  /**
   * Scores days of the device, each with the class of its date unless labels are given.
   *
   * @param labels (N)
   * @throws StoppedError on an abort
   */
  score(table: DayTable, labels?: ArrayLike<number>, listeners?: Listeners): Promise<ScoredTable>;
  /** Frees the networks. */
  dispose(): void;
}

/**
 * Reads a model. A backend must have been started (`startCompute` of `@anodec/model`).
 *
 * @throws DataError, ConfigError, ShapeError when there is none or it is damaged
 */
export async function openDevice(folder: string): Promise<OpenDevice> {
  const read = async () => {
    const model = await readModelFile(folder);
    if (!model) {
      throw new DataError(
        `${folder} must hold a model, got none. Train it with anodec devices train.`,
      );
    }
    const path = join(folder, model.id);
    if (await isModelWhole(folder, model)) {
      const table = await readDayTable(daysFile(folder, model), model.device);
      return { model, table, gan: await readGan(path) };
    }
    throw new DataError(
      `${path} must hold the networks and days as they were trained, but files are missing or were changed. Train them again: ` +
        'anodec devices train notices it.',
    );
  };
  // once more: a training may have put a new model in place of this one between the two files
  const { model, table: own, gan } = await read().catch(read);
  const classes = classesOf(model);
  const learned = { table: own, labels: classesOfDays(own.dates, classes) };
  return {
    model,
    async score(table, labels = classesOfDays(table.dates, classes), listeners) {
      const days = { table, labels };
      const found = await compareDays(gan, days, learned, model.scoring, listeners);
      return { found, scores: scoresOf(found, model.scoring.score, model.calibration) };
    },
    dispose: () => gan.dispose(),
  };
}
