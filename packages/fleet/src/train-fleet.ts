/** Trains the devices of a fleet that have no model of what they are now. */
import { resolve } from 'node:path';
import { takeLock } from '@anodec/files';
import { keyOf } from '@anodec/tune';
import type { FleetEffortConfig, TrainSettings } from './config.js';
import { Trained } from './device/train-device.js';
import { type Device, listDevices } from './devices/list-devices.js';
import { devicesWithoutTable } from './devices/without-table.js';
import {
  byName,
  type DeviceJob,
  type FailedDevice,
  type FleetListeners,
  runDevices,
} from './run-devices.js';
import { readDeviceRecord } from './state/device-record.js';
import { areSameStamps, stampFiles } from './state/file-stamp.js';
import { fleetPaths } from './state/layout.js';
import { isModelWhole } from './state/whole-model.js';
import { writeTrainingFailure } from './state/training-failure.js';

/** What a training of a fleet takes. */
export interface TrainFleetOptions {
  /** Folder or table of devices; see `listDevices`. */
  readonly devices: string;
  /** Folder of the fleet. */
  readonly fleet: string;
  readonly settings: TrainSettings;
  readonly engine: unknown;
  readonly effort: FleetEffortConfig;
}

/** What came of it. */
export interface TrainedFleet {
  readonly devices: number;
  readonly trained: readonly string[];
  /** Devices whose files and settings are those of their model. */
  readonly unchanged: number;
  readonly failed: readonly FailedDevice[];
  /** Devices whose model had lost files or had other contents than it was written with: they were to be trained again. */
  readonly damaged: readonly string[];
  /** Devices of the fleet of which there is no table: their models stay. */
  readonly absent: readonly string[];
}

/**
 * Trains one model per device; what is unchanged is not trained again, and a failed device keeps the model that it had.
 *
 * @throws DataError when there are no devices
 * @throws ConfigError when another process trains the fleet, or an engine lacks a package
 * @throws StoppedError when the signal was raised: the same call goes on
 */
export async function trainFleet(
  { devices: from, fleet: folder, settings, engine, effort }: TrainFleetOptions,
  listeners: FleetListeners = {},
): Promise<TrainedFleet> {
  const fleet = resolve(folder);
  const devices = await listDevices(from);
  const release = await takeLock(fleetPaths(fleet).lock('train'));
  try {
    const trained: string[] = [];
    const failed: FailedDevice[] = [];
    const damaged: string[] = [];
    const fail = async (id: string, message: string): Promise<void> => {
      failed.push({ id, message });
      await writeTrainingFailure(fleet, id, message);
    };
    const jobs: DeviceJob[] = [];
    for (const device of devices) {
      try {
        const work = await workOn(fleet, device, keyOf(settings));
        if (work.isNeeded) jobs.push(work);
        if (work.isDamaged) damaged.push(device.id);
      } catch (error) {
        await fail(device.id, (error as Error).message);
      }
    }
    let unchanged = devices.length - jobs.length - failed.length;
    const task = { action: 'train', fleet, settings };
    await runDevices(
      { fleet, action: 'train', settings: task, engine, effort },
      jobs,
      async ({ device: { id } }, found) => {
        if ('message' in found) return fail(id, found.message);
        await writeTrainingFailure(fleet, id);
        if (Trained.parse(found.details).trained) trained.push(id);
        else unchanged += 1;
      },
      listeners,
    );
    trained.sort(); // they ended in any order
    return {
      devices: devices.length,
      trained,
      unchanged,
      failed: failed.sort(byName),
      damaged,
      absent: await devicesWithoutTable(fleet, devices),
    };
  } finally {
    await release();
  }
}

/** The work on a device, and whether it is needed: its model is not of the same files and settings, or not whole. */
async function workOn(
  fleet: string,
  device: Device,
  key: string,
): Promise<DeviceJob & { readonly isNeeded: boolean; readonly isDamaged: boolean }> {
  const stamps = await stampFiles(device.files);
  const record = await readDeviceRecord(fleet, device.id);
  const isWhole = record !== undefined && (await isModelWhole(fleet, record));
  const isSame = record?.settings === key && areSameStamps(record.files, stamps);
  // of records of before nobody knows what the model was
  const isDamaged = record?.model !== undefined && !isWhole;
  return { device, stamps, isNeeded: !isWhole || !isSame, isDamaged };
}
