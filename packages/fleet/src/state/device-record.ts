/** What a device was trained on and with, `devices/ID/device.json`: the word on whether it must be trained again. */
import { existsSync } from 'node:fs';
import { DataError } from '@anodec/core';
import { readJsonFile, writeJsonFile } from '@anodec/files';
import { z } from 'zod';
import { FileStamp } from './file-stamp.js';
import { fleetPaths } from './layout.js';

const DeviceRecord = z.strictObject({
  formatVersion: z.literal(1),
  device: z.string(),
  /** Hash of the settings of its training. */
  settings: z.string(),
  files: z.array(FileStamp),
  /** SHA-256 of the contents of the files. */
  contents: z.string(),
  /** The run with its model, and the one before it; names below the folder of the device. */
  run: z.string(),
  former: z.string().optional(),
  /** SHA-256 of the files of the model; absent in records of before, whose devices are trained again. */
  model: z.string().optional(),
  /** Name of the detector, such as "PCA". */
  detector: z.string(),
  channels: z.int(),
  rows: z.int(),
  /** When its training ended, ISO 8601. */
  trained: z.string(),
  seconds: z.number(),
});

export type DeviceRecord = z.output<typeof DeviceRecord>;

/** The record of a device; undefined where it was never trained. @throws DataError when it is damaged */
export async function readDeviceRecord(
  fleet: string,
  id: string,
): Promise<DeviceRecord | undefined> {
  const path = fleetPaths(fleet).record(id);
  if (!existsSync(path)) return undefined;
  const { data } = DeviceRecord.safeParse(await readJsonFile(path));
  if (data) return data;
  throw new DataError(
    `${path} must describe a trained device of format 1, got something else. Remove it to train the device anew.`,
  );
}

/** Writes the record of a device in one step. @throws DataError when it cannot be written */
export async function writeDeviceRecord(fleet: string, record: DeviceRecord): Promise<void> {
  await writeJsonFile(fleetPaths(fleet).record(record.device), record);
}
