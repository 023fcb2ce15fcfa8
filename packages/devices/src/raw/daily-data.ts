/** From raw logs to a table of days for each device. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkStopped, countOf, DataError, type Listeners, silentProgress } from '@anodec/core';
import { z } from 'zod';
import { writeDayTable } from '../day-file.js';
import { createDayTable, type DayTable, SLOTS } from '../day-table.js';
import { isDeviceId } from './device-id.js';
import { type RawLog, readRawLog } from './raw-log.js';
import { type LogMode, selectLogs } from './select-logs.js';
import { slotValues, type SlotValues } from './slots.js';

export const DailyConfig = z.strictObject({
  maxLogs: z.int().min(1).default(1200).describe('Logs that are read to learn from, the newest'),
  minReadings: z
    .int()
    .min(1)
    .max(SLOTS)
    .default(60)
    .describe('Twelve-minute slots of a day that need a reading; a day with fewer is not used'),
  badRows: z
    .enum(['skip', 'refuse'])
    .default('skip')
    .describe('Rows that cannot be read: skip them and count them, or refuse the log'),
  devices: z
    .array(z.string())
    .optional()
    .describe('Devices to read (default: those in the newest log that is read)'),
});

export type DailyConfig = z.output<typeof DailyConfig>;

/** The days of a device, and what was done to get them. */
export interface DailyDevice {
  readonly table: DayTable;
  /** Slots that had no reading, over all days of the table. */
  readonly filled: number;
  /** Days with too few readings, which are not in the table. */
  readonly sparse: readonly string[];
  /** Logs without a row of the device. */
  readonly absent: number;
}

/** The days of all devices. */
export interface DailyData {
  /** In the order of their ids, those without a usable day included. */
  readonly devices: readonly DailyDevice[];
  readonly logs: number;
  /** Days without a log between the first one and the newest, `YY.MM.DD`. */
  readonly missing: readonly string[];
  /** Devices in some log that were not read. */
  readonly others: readonly string[];
  /** Rows of all logs. */
  readonly faults: {
    readonly unreadable: number;
    readonly repeated: number;
    readonly backwards: number;
    /** The first row of each way of being unreadable, three at most, as sentences. */
    readonly examples: readonly string[];
  };
}

/**
 * Reads the logs of a folder.
 *
 * @throws DataError when there are too few logs, one cannot be read, or none has a device; StoppedError on an abort
 */
export async function readDailyData(
  folder: string,
  mode: LogMode,
  config: DailyConfig,
  { progress = silentProgress, signal }: Listeners = {},
): Promise<DailyData> {
  const { names, missing } = await selectLogs(folder, mode, config.maxLogs);
  const logs: SlotLog[] = [];
  progress.begin('Reading logs', names.length, 'logs');
  try {
    for (const name of names) {
      checkStopped(signal, 'reading logs');
      logs.push(slotLog(await readRawLog(join(folder, name), config.badRows)));
      progress.update(logs.length);
    }
  } finally {
    progress.end();
  }
  const data = collectDays(logs, config, missing);
  // of yesterday alone a device may well be missing, while the others are there
  if (mode === 'train') checkPresent(data, config.devices);
  return data;
}

/**
 * Checks that each device that was asked for has a row in the logs that were read.
 *
 * @param asked by id; undefined where all devices were read
 * @throws DataError that names the devices without a row, and those that there are
 */
export function checkPresent(data: DailyData, asked: readonly string[] = []): void {
  const absent = data.devices.filter((one) => one.absent === data.logs).map(idOf);
  const unknown = asked.filter((id) => absent.includes(id));
  if (unknown.length === 0) return;
  const present = data.devices.map(idOf).filter((id) => !absent.includes(id));
  const known = [...present, ...data.others].sort();
  const none =
    data.logs === 1 ? 'the log has no row' : `none of ${countOf(data.logs, 'log')} has a row`;
  throw new DataError(
    `\`devices\` must be in the logs, got ${unknown.join(', ')}, of which ${none}. ` +
      `There are ${known.join(', ') || 'no devices'}.`,
  );
}

function idOf({ table }: DailyDevice): string {
  return table.device;
}

/**
 * The days of each device in logs.
 *
 * @param logs the earliest first, at least one
 * @throws DataError when the newest log has no device and none is named
 */
export function dailyData(logs: readonly RawLog[], config: DailyConfig): DailyData {
  return collectDays(logs.map(slotLog), config, []);
}

/** A log of which the values are kept alone: a small part of the memory of its readings. */
interface SlotLog extends Omit<RawLog, 'readings'> {
  readonly slots: ReadonlyMap<string, SlotValues>;
}

function slotLog({ file, date, readings, faults }: RawLog): SlotLog {
  const slots = new Map([...readings].map(([id, own]) => [id, slotValues(own)] as const));
  return { file, date, faults, slots };
}

function collectDays(
  logs: readonly SlotLog[],
  config: DailyConfig,
  missing: readonly string[],
): DailyData {
  const newest = logs[logs.length - 1];
  const ids = [...new Set(config.devices ?? newest.slots.keys())].sort();
  if (ids.length === 0) {
    throw new DataError(
      `${newest.file} must have a reading of a device, got none. Name devices with \`devices\`, or look at the log.`,
    );
  }
  const sum = (of: 'unreadable' | 'repeated' | 'backwards'): number =>
    logs.reduce((total, { faults }) => total + faults[of], 0);
  const seen = new Set(logs.flatMap(({ slots }) => [...slots.keys()]));
  return {
    devices: ids.map((id) => deviceDays(id, logs, config.minReadings)),
    logs: logs.length,
    missing,
    others: [...seen].filter((id) => !ids.includes(id)).sort(),
    faults: {
      unreadable: sum('unreadable'),
      repeated: sum('repeated'),
      backwards: sum('backwards'),
      examples: [...firstExamples(logs).values()].slice(0, 3),
    },
  };
}

/** By the way of being unreadable. */
function firstExamples(logs: readonly SlotLog[]): Map<string, string> {
  const first = new Map<string, string>();
  for (const [way, sentence] of logs.flatMap(({ faults }) => [...faults.examples])) {
    if (!first.has(way)) first.set(way, sentence);
  }
  return first;
}

function deviceDays(id: string, logs: readonly SlotLog[], minReadings: number): DailyDevice {
  const days = logs.flatMap(({ date, slots }) => {
    const own = slots.get(id);
    return own ? [{ date, ...own }] : [];
  });
  const used = days.filter(({ measured }) => measured >= minReadings);
  const values = new Float32Array(used.length * SLOTS);
  for (const [n, day] of used.entries()) values.set(day.values, n * SLOTS);
  const dates = used.map(({ date }) => date);
  return {
    table: createDayTable(id, dates, values),
    filled: used.reduce((sum, { measured }) => sum + SLOTS - measured, 0),
    sparse: days.filter(({ measured }) => measured < minReadings).map(({ date }) => date),
    absent: logs.length - days.length,
  };
}

/** The table of a device below a folder of data. */
export function dailyFile(folder: string, mode: LogMode, device: string): string {
  return join(folder, 'elect_data', mode, `${device}.csv`);
}

/**
 * Writes the table of each device that has a usable day: `elect_data/train/<id>.csv` or `elect_data/detect/<id>.csv`.
 * A table to detect of a device without one is removed, so that no older day is taken for yesterday.
 *
 * @returns paths in the order of the devices; undefined for those without a day, or whose id cannot name a file
 */
export async function writeDailyData(
  folder: string,
  mode: LogMode,
  { devices }: DailyData,
): Promise<(string | undefined)[]> {
  const paths: (string | undefined)[] = [];
  for (const { table } of devices) {
    const path = dailyFile(folder, mode, table.device);
    const isEmpty = table.dates.length === 0;
    if (!isDeviceId(table.device)) {
      paths.push(undefined);
      continue;
    }
    if (!isEmpty) await writeDayTable(path, table);
    else if (mode === 'detect') await rm(path, { force: true });
    paths.push(isEmpty ? undefined : path);
  }
  return paths;
}
