/** Scores the newest rows of each device of a fleet by its own model, and writes the state of each. */
import { resolve } from 'node:path';
import { takeLock } from '@anodec/files';
import type { FleetEffortConfig } from './config.js';
import { type Device, listDevices } from './devices/list-devices.js';
import { devicesWithoutTable } from './devices/without-table.js';
import {
  byName,
  type DeviceJob,
  type FailedDevice,
  type FleetListeners,
  runDevices,
} from './run-devices.js';
import {
  type Detection,
  Found,
  readDetection,
  repairLog,
  writeDetection,
} from './state/detection.js';
import { readDeviceRecord } from './state/device-record.js';
import { areSameStamps, type FileStamp, stampFiles } from './state/file-stamp.js';
import { fleetPaths } from './state/layout.js';

/** What a detection over a fleet takes. */
export interface DetectFleetOptions {
  /** Folder or table of devices with their newest rows; see `listDevices`. */
  readonly devices: string;
  /** Folder of the fleet. */
  readonly fleet: string;
  /** Number of newest rows that decide the state of a device. */
  readonly rows: number;
  readonly engine: unknown;
  readonly effort: FleetEffortConfig;
}

/** What came of it. */
export interface DetectedFleet {
  readonly devices: number;
  /** States of the devices that were scored now. */
  readonly detections: readonly Detection[];
  /** Devices without a new row and a new model since they were last scored: their states stay. */
  readonly unchanged: number;
  /** Those states. */
  readonly standing: readonly Detection[];
  readonly failed: readonly FailedDevice[];
  /** Devices with a model of which there is no table: their states stay. */
  readonly absent: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Scores devices; each state is written as soon as it is known, in one step.
 *
 * @throws DataError when there are no devices
 * @throws ConfigError when another process scores the fleet, or an engine lacks a package
 * @throws StoppedError when the signal was raised; states that are written stay
 */
export async function detectFleet(
  { devices: from, fleet: folder, rows, engine, effort }: DetectFleetOptions,
  listeners: FleetListeners = {},
): Promise<DetectedFleet> {
  const fleet = resolve(folder);
  const devices = await listDevices(from);
  const release = await takeLock(fleetPaths(fleet).lock('detect'));
  try {
    const notes = (await repairLog(fleet))
      ? ['A line of detections.jsonl that was cut short was cut off.']
      : [];
    const detections: Detection[] = [];
    const failed: FailedDevice[] = [];
    const fail = async (id: string, stamps: readonly FileStamp[], message: string) => {
      failed.push({ id, message });
      await writeDetection(fleet, { ...detectionOf(id, stamps, rows), reason: message });
    };
    const jobs: DeviceJob[] = [];
    const standing: Detection[] = [];
    for (const device of devices) {
      try {
        const work = await workOn(fleet, device, rows);
        if ('state' in work) standing.push(work);
        else jobs.push(work);
      } catch (error) {
        await fail(device.id, [], (error as Error).message);
      }
    }
    await runDevices(
      { fleet, action: 'detect', settings: { action: 'detect', fleet, rows }, engine, effort },
      jobs,
      async ({ device: { id }, stamps }, found) => {
        if ('message' in found) return fail(id, stamps, found.message);
        const detection = { ...detectionOf(id, stamps, rows), ...Found.parse(found.details) };
        await writeDetection(fleet, detection);
        detections.push(detection);
      },
      listeners,
    );
    detections.sort((x, y) => (x.device < y.device ? -1 : 1)); // they ended in any order
    return {
      devices: devices.length,
      detections,
      unchanged: standing.length,
      standing,
      failed: failed.sort(byName),
      absent: await devicesWithoutTable(fleet, devices),
      notes,
    };
  } finally {
    await release();
  }
}

/** A detection that found nothing. */
function detectionOf(device: string, files: readonly FileStamp[], newest: number): Detection {
  const nothing = {
    score: null,
    threshold: null,
    time: null,
    lastRow: null,
    reason: '',
    sensors: [],
  };
  const checked = new Date().toISOString();
  return {
    formatVersion: 1,
    device,
    checked,
    state: 'failed',
    ...nothing,
    rows: 0,
    run: '',
    files: [...files],
    newest,
  };
}

/** The work on a device, or its state where it was scored by the same model on the same files. */
async function workOn(fleet: string, device: Device, rows: number): Promise<DeviceJob | Detection> {
  const stamps = await stampFiles(device.files);
  const before = await readDetection(fleet, device.id);
  const record = await readDeviceRecord(fleet, device.id);
  const isSame =
    before !== undefined &&
    before.state !== 'failed' &&
    before.run === record?.run &&
    // a model that was trained again may have the name of one that was lost
    record.trained <= before.checked &&
    before.newest === rows &&
    areSameStamps(before.files, stamps);
  return isSame ? before : { device, stamps };
}
