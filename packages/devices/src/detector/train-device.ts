/** Trains the model of a device: classes of days, networks, and the threshold from days held out. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Listeners } from '@anodec/core';
import { type GanConfig, trainGan, type TrainGanOptions } from '@anodec/gan';
import { DAY_TYPES, quantile } from '@anodec/core';
import { writeDayTable } from '../day-file.js';
import { type DayTable, selectDays, SLOTS } from '../day-table.js';
import { classCount } from '../groups/day-classes.js';
import { augmentDays } from '../prepare/augment.js';
import { prepareDevice, type PrepareDaysConfig } from '../prepare/prepare-device.js';
import type { LabelledDays } from './closest-days.js';
import { calibrateDays, compareDays, scoresOf } from './day-scores.js';
import { holdOut } from './hold-out.js';
import {
  contentsHash,
  daysFile,
  type DeviceModelFile,
  isModelWhole,
  readModelFile,
  removeOthers,
  writeModelFile,
} from './model-file.js';
import type { DayScoringConfig, DayThresholdConfig } from './scoring-config.js';

/** All settings of a training. */
export interface DeviceTrainingSettings {
  readonly days: PrepareDaysConfig;
  readonly gan: GanConfig;
  readonly scoring: DayScoringConfig;
  readonly threshold: DayThresholdConfig;
}

/** What became of a training. */
export interface TrainedDevice {
  readonly model: DeviceModelFile;
  /** Whether a model of the same days and settings was there already. */
  readonly isOld: boolean;
  /** Whether files of that model were missing or changed, so that it was trained again. */
  readonly wasDamaged: boolean;
}

/** Options of a training. */
export interface TrainDeviceOptions extends Listeners {
  readonly backend?: TrainGanOptions['backend'];
  readonly onReport?: TrainGanOptions['onReport'];
}

/**
 * Trains and keeps the model of a device. A training that was stopped continues; for the same days and settings nothing
 * is done again, unless files of the model were lost or changed since.
 *
 * @param table all days of the device
 * @param folder of the models of the device
 * @throws DataError when fewer than 30 days can be used, or a file cannot be read or written
 * @throws StoppedError on an abort
 */
export async function trainDevice(
  table: DayTable,
  settings: DeviceTrainingSettings,
  folder: string,
  options: TrainDeviceOptions = {},
): Promise<TrainedDevice> {
  const { train, labels, groups } = await prepareDevice(table, settings.days, options);
  const id = identify(train, labels, settings);
  const before = await readModelFile(folder).catch(() => undefined); // a damaged one is replaced
  const isWhole = before?.id === id && (await isModelWhole(folder, before));
  if (isWhole) return { model: before, isOld: true, wasDamaged: false };
  const wasDamaged = before?.id === id;
  // a checkpoint beside damaged files is not to be trusted either
  if (wasDamaged) await rm(join(folder, id), { recursive: true, force: true });
  const { learned, heldOut } = holdOut(labels, settings.threshold.heldOut, settings.gan.seed);
  const own: LabelledDays = {
    table: selectDays(train, learned),
    labels: learned.map((n) => labels[n]),
  };
  const { gan } = await trainGan(
    {
      days: own.table.values,
      width: SLOTS,
      labels: Int32Array.from(own.labels),
      classes: classCount(groups.classes),
    },
    settings.gan,
    { ...options, folder: join(folder, id), resume: true, augment: augmentDays },
  );
  const { scoring } = settings;
  const rest = { table: selectDays(train, heldOut), labels: heldOut.map((n) => labels[n]) };
  const found = await compareDays(gan, rest, own, scoring, options).finally(() => gan.dispose());
  const calibration = calibrateDays(found);
  await writeDayTable(daysFile(folder, { id }), own.table);
  const model: DeviceModelFile = {
    device: train.device,
    id,
    contents: await contentsHash(folder, id),
    from: train.dates[0],
    to: train.dates[train.dates.length - 1],
    days: learned.length,
    heldOut: heldOut.length,
    classes: Object.fromEntries(
      DAY_TYPES.map((type, t) => [type, groups.classes[t]]),
    ) as DeviceModelFile['classes'],
    scoring,
    calibration,
    quantile: settings.threshold.quantile,
    threshold: quantile(scoresOf(found, scoring.score, calibration), settings.threshold.quantile),
  };
  await writeModelFile(folder, model);
  await removeOthers(folder, id);
  return { model, isOld: false, wasDamaged };
}

/** A name for what a model is made of; the backend and what is only shown do not belong to it. */
function identify(
  { dates, values }: DayTable,
  labels: Uint8Array,
  { gan, scoring, threshold }: DeviceTrainingSettings,
): string {
  const { backend: _, threads: __, strict: ___, checkpointEverySeconds: ____, ...made } = gan;
  const { batchDays: _____, ...scored } = scoring;
  return createHash('sha256')
    .update(JSON.stringify({ dates, made, scored, threshold }))
    .update(labels)
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex')
    .slice(0, 16);
}
