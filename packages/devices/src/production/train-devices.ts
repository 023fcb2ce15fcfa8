/** The job that trains all devices of a folder of raw logs, as once a month. */
import { join } from 'node:path';
import type { Listeners } from '@anodec/core';
import { modelFolder } from '../detector/model-file.js';
import {
  type DeviceTrainingSettings,
  trainDevice,
  type TrainDeviceOptions,
  type TrainedDevice,
} from '../detector/train-device.js';
import type { DayTable } from '../day-table.js';
import { usableDays } from '../prepare/usable-days.js';
import { type DailyConfig, readDailyData, writeDailyData } from '../raw/daily-data.js';
import { type FailedDevice, forEachDevice } from './jobs.js';

/** Where, and how days are made. */
export interface JobSettings {
  /** Folder of the data. */
  readonly folder: string;
  /** Folder of the raw logs. Default: `raw` in the folder. */
  readonly logs?: string;
  readonly daily: DailyConfig;
}

/** Hears of each device. */
export interface TrainDevicesOptions extends TrainDeviceOptions {
  readonly onTrained?: (trained: TrainedDevice) => void;
  /** A device with too few days, which gets no model. */
  readonly onFewDays?: (device: string, days: number) => void;
}

/**
 * Trains every device that is in the logs.
 *
 * @returns the devices that failed; the others have their models
 * @throws DataError when the logs cannot be read; ConfigError when the same job runs already; StoppedError on an abort
 */
export async function trainDevices(
  { folder, logs, daily }: JobSettings,
  settings: DeviceTrainingSettings,
  options: TrainDevicesOptions = {},
): Promise<FailedDevice[]> {
  const tables = await readTables({ folder, logs, daily }, options);
  return forEachDevice(folder, 'train', [...tables.keys()], options, async (device) => {
    const table = tables.get(device) as DayTable;
    const usable = usableDays(table);
    if (!usable.isEnough) {
      options.onFewDays?.(device, usable.table.dates.length);
      return;
    }
    const place = modelFolder(folder, settings.gan.variant, device);
    const trained = await trainDevice(table, settings, place, options);
    options.onTrained?.(trained);
  });
}

/** Tables of all complete days, which are written too. */
async function readTables(
  { folder, logs = join(folder, 'raw'), daily }: JobSettings,
  listeners: Listeners,
): Promise<Map<string, DayTable>> {
  const data = await readDailyData(logs, 'train', daily, listeners);
  await writeDailyData(folder, 'train', data);
  return new Map(data.devices.map(({ table }) => [table.device, table]));
}
