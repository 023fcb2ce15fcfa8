/** From the days of a device to what a network learns from: usable days, a split, classes, range; and their files. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DataError, type Listeners } from '@anodec/core';
import { z } from 'zod';
import { readDayTable, writeDayTable } from '../day-file.js';
import type { DayTable } from '../day-table.js';
import {
  readCombination,
  readLabels,
  writeCombination,
  writeLabels,
} from '../groups/class-files.js';
import { classesOfDays, type DayClasses } from '../groups/day-classes.js';
import { type DayGroups, GroupConfig, groupDayTypes } from '../groups/group-day-types.js';
import { fitMinMax, type MinMax, readMinMax, writeMinMax } from './min-max.js';
import { splitByClass, type SplitDays, splitDays, SplitDaysConfig } from './split-days.js';
import { MIN_DAYS, type UsableDays, usableDays } from './usable-days.js';

/** `experiments` holds days back to test on, `production` learns from all. */
export const PURPOSES = ['experiments', 'production'] as const;

/** What days are prepared for. */
export type Purpose = (typeof PURPOSES)[number];

export const PrepareDaysConfig = z.strictObject({
  purpose: z
    .enum(PURPOSES)
    .default('experiments')
    .describe('Hold days back to test on (experiments), or learn from all of them (production)'),
  ...SplitDaysConfig.shape,
  ...GroupConfig.shape,
});

export type PrepareDaysConfig = z.output<typeof PrepareDaysConfig>;

/** The days of a device, ready to be learned from. */
export interface PreparedDevice {
  readonly usable: UsableDays;
  readonly train: DayTable;
  /** Days to test on; none in production. */
  readonly test: DayTable;
  /** Found among the days to train on. */
  readonly groups: DayGroups;
  /** (train), class of each day to train on. */
  readonly labels: Uint8Array;
  /** Of the days to train on. */
  readonly range: MinMax;
}

/**
 * Prepares the days of a device. Classes and range are learned from the days to train on alone.
 *
 * @throws DataError when fewer than 30 days can be used, or a class has too few days; StoppedError on an abort
 */
export async function prepareDevice(
  table: DayTable,
  config: PrepareDaysConfig,
  listeners: Listeners = {},
): Promise<PreparedDevice> {
  const usable = usableDays(table);
  if (!usable.isEnough) {
    throw new DataError(
      `${table.device} must have ${MIN_DAYS} days that can be used, got ${usable.table.dates.length} of ` +
        `${table.dates.length}. Wait for more logs.`,
    );
  }
  const { purpose, seed, daysPerClass } = config;
  const split = purpose === 'experiments' ? splitDays(usable.table, config) : wholly(usable.table);
  const groups = await groupDayTypes(split.train, config, seed, listeners);
  const classes = classesOfDays(split.train.dates, groups.classes);
  const drawn =
    daysPerClass === undefined
      ? split
      : joined(splitByClass(split.train, classes, daysPerClass, seed), split.test);
  return {
    usable,
    ...drawn,
    groups,
    labels: classesOfDays(drawn.train.dates, groups.classes),
    range: fitMinMax(drawn.train),
  };
}

function wholly(table: DayTable): SplitDays {
  const none = { device: table.device, dates: [], values: new Float32Array(0) };
  return { train: table, test: none };
}

/** Days that were not drawn are tested before the others. */
function joined({ train, test: rest }: SplitDays, test: DayTable): SplitDays {
  const values = new Float32Array(rest.values.length + test.values.length);
  values.set(rest.values);
  values.set(test.values, rest.values.length);
  return { train, test: { device: train.device, dates: [...rest.dates, ...test.dates], values } };
}

/** The files of a device below a folder of data. */
export interface DeviceFiles {
  readonly train: string;
  readonly test: string;
  readonly label: string;
  readonly combination: string;
  readonly minMax: string;
}

/** Where the files of a device lie: below `experiments/`, or in production below `processed/`. */
export function deviceFiles(folder: string, purpose: Purpose, device: string): DeviceFiles {
  const below = join(folder, purpose === 'production' ? 'processed' : 'experiments');
  return {
    train: join(below, 'train', `${device}.csv`),
    test: join(below, 'test', `${device}.csv`),
    label: join(below, 'label', `${device}.csv`),
    combination: join(below, 'combination', `${device}.json`),
    minMax: join(below, 'minmax', `${device}.json`),
  };
}

/** Writes the files of a device; one to test on only where there are such days. @returns where they are */
export async function writePreparedDevice(
  folder: string,
  purpose: Purpose,
  { train, test, groups, labels, range }: PreparedDevice,
): Promise<DeviceFiles> {
  const files = deviceFiles(folder, purpose, train.device);
  await writeDayTable(files.train, train);
  if (test.dates.length > 0) await writeDayTable(files.test, test);
  await writeLabels(files.label, train.dates, labels);
  await writeCombination(files.combination, groups.classes);
  await writeMinMax(files.minMax, range);
  return files;
}

/** What was written for a device. */
export interface ReadDevice {
  readonly train: DayTable;
  /** (train) */
  readonly labels: Uint8Array;
  readonly classes: DayClasses;
  readonly range: MinMax;
}

/** Reads the files of a device but for the days to test on. @throws DataError when one is missing or damaged */
export async function readPreparedDevice(
  folder: string,
  purpose: Purpose,
  device: string,
): Promise<ReadDevice> {
  const files = deviceFiles(folder, purpose, device);
  if (!existsSync(files.train)) throw notPrepared(files.train, device);
  const train = await readDayTable(files.train, device);
  return {
    train,
    labels: await readLabels(files.label, train.dates),
    classes: await readCombination(files.combination),
    range: await readMinMax(files.minMax),
  };
}

/** Names the devices that were prepared. @param path where the days to train on would be */
function notPrepared(path: string, device: string): DataError {
  const folder = dirname(path);
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.endsWith('.csv'))
    : [];
  const others = names.map((name) => name.replace(/\.csv$/, '')).sort();
  return new DataError(
    `Days of ${device} must be prepared in ${folder}, got ${others.length > 0 ? `those of ${others.join(', ')} alone` : 'none'}. ` +
      'Prepare them with anodec devices preprocess.',
  );
}
