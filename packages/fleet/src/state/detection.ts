/** The state of a device, `ID.json`, and the log of all states. */
import { existsSync } from 'node:fs';
import { appendFile, open, truncate } from 'node:fs/promises';
import { DataError } from '@anodec/core';
import { fileError, readJsonFile, writeJsonFile } from '@anodec/files';
import { z } from 'zod';
import { FileStamp } from './file-stamp.js';
import { fleetPaths } from './layout.js';

/** What scoring the newest rows of a device found. */
export const Found = z.strictObject({
  /** `unknown`: none of the newest rows has a score. */
  state: z.enum(['normal', 'alarm', 'unknown']),
  /** The highest score among the newest rows beside its threshold, and the time of its row; null where none has one. */
  score: z.number().nullable(),
  threshold: z.number().nullable(),
  time: z.string().nullable(),
  /** Time of the newest row; null in states of before and where there is none. */
  lastRow: z.string().nullable().default(null),
  reason: z.string(),
  /** Sensors that show an alarm, the one with the largest share first. */
  sensors: z.array(z.string()),
  /** Newest rows that were looked at. */
  rows: z.int(),
  /** Run that scored. */
  run: z.string(),
});

export type Found = z.output<typeof Found>;

const Detection = z.strictObject({
  formatVersion: z.literal(1),
  device: z.string(),
  /** When it was scored, ISO 8601. */
  checked: z.string(),
  ...Found.shape,
  state: z.enum([...Found.shape.state.options, 'failed']),
  files: z.array(FileStamp),
  /** Number of newest rows that decide, as it was set. */
  newest: z.int(),
});

export type Detection = z.output<typeof Detection>;

/** The state of a device; undefined where it was never scored. @throws DataError when it is damaged */
export async function readDetection(fleet: string, id: string): Promise<Detection | undefined> {
  const path = fleetPaths(fleet).state(id);
  if (!existsSync(path)) return undefined;
  const { data } = Detection.safeParse(await readJsonFile(path));
  if (data) return data;
  throw new DataError(
    `${path} must be the state of a device of format 1, got something else. Remove it; the next detection writes it.`,
  );
}

/** Writes the state of a device in one step, then a line of the log. @throws DataError when one cannot be written */
export async function writeDetection(fleet: string, detection: Detection): Promise<void> {
  const { state, log } = fleetPaths(fleet);
  await writeJsonFile(state(detection.device), detection);
  const { files: _, formatVersion: __, ...line } = detection;
  await appendFile(log, `${JSON.stringify(line)}\n`).catch((error: unknown) => {
    throw fileError(error, log, 'written');
  });
}

/** Cuts off a line of the log that a kill cut short. @returns whether there was one */
export async function repairLog(fleet: string): Promise<boolean> {
  const { log } = fleetPaths(fleet);
  if (!existsSync(log)) return false;
  const handle = await open(log, 'r');
  try {
    const { size } = await handle.stat();
    const tail = Buffer.alloc(Math.min(size, 65_536));
    await handle.read(tail, 0, tail.length, size - tail.length);
    const whole = size - tail.length + tail.lastIndexOf(10) + 1;
    if (whole === size) return false;
    await truncate(log, whole);
    return true;
  } finally {
    await handle.close();
  }
}
