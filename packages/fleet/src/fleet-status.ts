/** What is known of the devices of a fleet, read from its folder without changing anything. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { DataError } from '@anodec/core';
import { errorCode, fileError } from '@anodec/files';
import { type Detection, readDetection } from './state/detection.js';
import { type DeviceRecord, readDeviceRecord } from './state/device-record.js';
import { knownDevices } from './state/known-devices.js';
import { readTrainingFailure, type TrainingFailure } from './state/training-failure.js';

/** A device of a fleet. */
export interface DeviceStatus {
  readonly id: string;
  /** Undefined where it has no model: its training failed or has not ended. */
  readonly record?: DeviceRecord;
  /** Why its last training failed; it may have a model of before. */
  readonly failure?: TrainingFailure;
  /** Undefined where it was never scored. */
  readonly detection?: Detection;
}

/** A fleet. */
export interface FleetStatus {
  readonly devices: readonly DeviceStatus[];
}

/**
 * Reads a fleet, devices in the order of their names.
 *
 * @throws DataError when there is none in the folder, or a file is damaged
 */
export async function readFleetStatus(fleet: string): Promise<FleetStatus> {
  if (!existsSync(fleet)) {
    throw new DataError(
      `${fleet} must be the folder of a fleet, but is not there. Check the path.`,
    );
  }
  const names = await readdir(fleet).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOTDIR') throw fileError(error, fleet, 'read');
    throw new DataError(`${fleet} must be the folder of a fleet, got a file. Name the folder.`);
  });
  const trained = await knownDevices(fleet);
  const scored = names
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length));
  const devices: DeviceStatus[] = [];
  for (const id of [...new Set([...trained, ...scored])].sort()) {
    const record = await readDeviceRecord(fleet, id);
    const detection = await readDetection(fleet, id);
    const failure = await readTrainingFailure(fleet, id);
    devices.push({
      id,
      ...(record && { record }),
      ...(failure && { failure }),
      ...(detection && { detection }),
    });
  }
  return { devices };
}
