/** One raw log: the readings of all devices during one day, and what was wrong with its rows. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { DataError } from '@anodec/core';
import { fileError } from '@anodec/files';
import { DEVICE_ID, isDeviceId } from './device-id.js';
import { decodePower, LONGEST } from './power.js';

/** A reading. */
export interface PowerReading {
  /** Seconds since midnight. */
  readonly time: number;
  /** In units of the payload. */
  readonly power: number;
}

/** Rows that were not used as they stand. */
export interface RowFaults {
  /** Without a time, a device or a payload that can be read; they are skipped. */
  readonly unreadable: number;
  /** Equal to the row of the device before; one of them is used. */
  readonly repeated: number;
  /** Earlier than the row of the device before; put in order by the times that they give. */
  readonly backwards: number;
  /** The first row of each way of being unreadable, as a sentence, by that way. */
  readonly examples: ReadonlyMap<string, string>;
}

/** The readings of a day. */
export interface RawLog {
  /** Name of the file. */
  readonly file: string;
  /** `YY.MM.DD` */
  readonly date: string;
  /** By id of the device, each in the order of the file. */
  readonly readings: ReadonlyMap<string, readonly PowerReading[]>;
  readonly faults: RowFaults;
}

/**
 * The date in the name of a log, `log<YY.MM.DD>.csv`; undefined for other files.
 *
 * @throws DataError when it is no day of the calendar, such as 20.13.45: it would count as the newest
 */
export function dateOfLog(file: string): string | undefined {
  const date = /^log(\d\d\.\d\d\.\d\d)\.csv$/.exec(file)?.[1];
  if (date === undefined || isDay(date)) return date;
  throw new DataError(
    `${file} must be named by a day of the calendar, log<YY.MM.DD>.csv, got ${date}. Rename it or move it away.`,
  );
}

function isDay(date: string): boolean {
  const iso = `20${date.replaceAll('.', '-')}`;
  const time = Date.parse(`${iso}T00:00:00Z`);
  // a day beyond the end of a month would be read as one of the next
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso);
}

/**
 * Reads a log.
 *
 * @param badRows `refuse` ends at the first row that cannot be read, `skip` counts it
 * @throws DataError when the file cannot be read, or at a bad row that is to be refused
 */
export async function readRawLog(
  path: string,
  badRows: 'skip' | 'refuse' = 'skip',
): Promise<RawLog> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileError(error, path, 'read');
  });
  return parseRawLog(basename(path), text, badRows);
}

/**
 * The readings in the text of a log: time, device, anything, payload in each line.
 *
 * @param file its name, `log<YY.MM.DD>.csv`
 * @throws DataError when the name has no date, or at a bad row that is to be refused
 */
export function parseRawLog(
  file: string,
  text: string,
  badRows: 'skip' | 'refuse' = 'skip',
): RawLog {
  const date = dateOfLog(file);
  if (date === undefined) {
    throw new DataError(`A log must be named log<YY.MM.DD>.csv, got ${file}. Rename it.`);
  }
  const readings = new Map<string, PowerReading[]>();
  let [unreadable, repeated, backwards] = [0, 0, 0];
  const examples = new Map<string, string>();
  for (const [n, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const parsed = parseRow(line);
    if ('fault' in parsed) {
      const sentence = `${parsed.fault} (${file}, row ${n + 1}).`;
      if (badRows === 'refuse') {
        throw new DataError(
          `${sentence} Correct the row, or skip such rows with \`badRows skip\`.`,
        );
      }
      unreadable++;
      const [way] = parsed.fault.split(', got ');
      if (!examples.has(way)) examples.set(way, sentence);
      continue;
    }
    const { device, reading } = parsed;
    const known = readings.get(device) ?? [];
    readings.set(device, known);
    const last = known.at(-1);
    if (last && last.time === reading.time && last.power === reading.power) {
      repeated++;
      continue;
    }
    if (last && reading.time < last.time) backwards++;
    known.push(reading);
  }
  const faults = { unreadable, repeated, backwards, examples };
  return { file, date, readings, faults };
}

/** Characters of a field that a message shows. */
const SHOWN = 40;

/** A line as a reading, or what is wrong with it. */
function parseRow(line: string): { device: string; reading: PowerReading } | { fault: string } {
  const fields = line.split(',').map((field) => field.trim());
  if (fields.length < 4) return { fault: `A row must have 4 fields or more, got ${fields.length}` };
  const [clock, device, , payload] = fields;
  const [, hours, minutes, seconds = '0'] = /^(\d\d?):(\d\d)(?::(\d\d))?(?!\d)/.exec(clock) ?? [];
  const time = 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds);
  if (!(Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60)) {
    return { fault: `A time must be HH:MM or HH:MM:SS, got "${clock}"` };
  }
  if (device === '') return { fault: 'A row must have the id of a device, got none' };
  if (!isDeviceId(device)) {
    return {
      fault: `The id of a device must be ${DEVICE_ID}, got "${device.slice(0, SHOWN)}"`,
    };
  }
  const power = decodePower(payload);
  if (power === undefined) {
    const got = payload.length > SHOWN ? `${payload.slice(0, SHOWN)}…` : payload;
    const fault =
      payload.length > LONGEST
        ? `A payload must have at most ${LONGEST} digits, got ${payload.length}: "${got}"`
        : `A payload must have 8 hexadecimal digits after its first 4, got "${got}"`;
    return { fault };
  }
  return { device, reading: { time, power } };
}
