/**
 * Three series of the Numenta Anomaly Benchmark, each one channel with dates. The first rows of a
 * series, in which the benchmark lets a detector learn and scores nothing, are its normal operation:
 * 15 % of it, at most of 5,000 rows. No window of an anomaly reaches into them.
 *
 * Source: Lavin & Ahmad 2015, "Evaluating Real-time Anomaly Detection Algorithms"; `getProbationPeriod`
 * in nab/util.py.
 */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  type Attack,
  createFrame,
  DataError,
  frameLength,
  sliceFrame,
  type TimeSeriesFrame,
} from '@anodec/core';
import { fileError } from '@anodec/files';
import { createRepairLog, type RepairLog } from '../repair-log.js';
import type { DataSet, Entity, EntityOptions } from './data-set.js';
import { readRecording } from './read-recording.js';

/** File with the windows of all series. */
export const WINDOWS = 'combined_windows.json';
const PROBATION = 0.15;
const PROBATION_ROWS = 5000;

/** SHA-256 by name of the series. */
const SERIES: Readonly<Record<string, string>> = {
  machine_temperature_system_failure:
    '92bf5b87fc7f9bba8ca0b7ec63ccaac8cb4a1371a258e8c29a10ae9c018d82a4',
  ambient_temperature_system_failure:
    '230b68ccca20f59d562afd5d24ad52939c9b784386bed0054018358bf9120581',
  nyc_taxi: 'd8fa6f7f0734bf5c8be12c52a94e20a82664c397d9dec4449156bd453d32856d',
};

export const nab: DataSet = {
  title: 'NAB, Numenta Anomaly Benchmark',
  about: 'A machine, a room and a city: series of one channel with dates and windows of anomalies',
  licence: 'MIT',
  source:
    'github.com/numenta/NAB, data/realKnownCause, commit ea702d75; cite Lavin & Ahmad 2015 (ICMLA)',
  steps: [
    'Take the CSV files from data/realKnownCause and combined_windows.json from labels.',
    'Put them into one folder.',
  ],
  files: [
    ...Object.entries(SERIES).map(([name, sha256]) => ({
      path: `${name}.csv`,
      sha256,
      layout: { columns: ['timestamp', 'value'] },
    })),
    { path: WINDOWS, sha256: '1e1fbc4601321aad8d0f8b3784c8134299379f68f6c1f7777565f8ffd57ab6b1' },
  ],
  entities: Object.fromEntries(Object.keys(SERIES).map((name) => [name, entityOf(name)])),
};

function entityOf(name: string): Entity {
  return {
    files: [`${name}.csv`, WINDOWS],
    async read(folder, options = {}) {
      const log = createRepairLog();
      const places = {
        series: join(folder, `${name}.csv`),
        windows: join(folder, WINDOWS),
        key: `realKnownCause/${name}.csv`,
      };
      const { normal, test, attacks } = await readNabSeries(places, { ...options, log });
      return { entity: name, normal: [normal], attack: test, attacks, repairs: log.repairs() };
    },
  };
}

/** Where a series and its windows are. */
export interface NabPlaces {
  /** Table with the columns timestamp and value. */
  readonly series: string;
  /** List of windows. */
  readonly windows: string;
  /** Name of the series in the list. */
  readonly key: string;
}

/**
 * Reads a series: its probationary rows as normal operation, the rest with labels.
 *
 * @throws DataError when a file is missing or is not laid out as published
 */
export async function readNabSeries(
  { series, windows, key }: NabPlaces,
  options: EntityOptions & { readonly log?: RepairLog } = {},
): Promise<{
  readonly normal: TimeSeriesFrame;
  readonly test: TimeSeriesFrame;
  readonly attacks: readonly Attack[];
}> {
  // the machine's clock was once set back, which repeats 55 minutes
  const order = { unordered: 'sort', duplicates: 'keep-first' } as const;
  const whole = await readRecording(series, order, options);
  const attacks = await readWindows(windows, key);
  const split = Math.floor(PROBATION * Math.min(frameLength(whole), PROBATION_ROWS));
  const normal = sliceFrame(whole, { start: 0, end: split });
  const rest = sliceFrame(whole, { start: split, end: frameLength(whole) });
  return { normal, test: createFrame({ ...rest, labels: labelsOf(rest, attacks) }), attacks };
}

/** Windows such as ["2013-12-15 17:50:00.000000", "2013-12-17 17:00:00.000000"], by series. */
async function readWindows(path: string, key: string): Promise<Attack[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) =>
    Promise.reject(fileError(error, path, 'read')),
  );
  const refuse = (got: string, cause?: unknown): never => {
    const series = basename(key, '.csv');
    throw new DataError(
      `${basename(path)} must list windows of ${series}, got ${got}. Get the file as published.`,
      { cause },
    );
  };
  let windows: unknown;
  try {
    windows = (JSON.parse(text) as Record<string, unknown>)[key];
  } catch (error) {
    refuse('no JSON', error);
  }
  if (!Array.isArray(windows)) return refuse('none');
  return windows.map((window: unknown, n) => {
    const [start, end] = (Array.isArray(window) ? window : []).map(timeOf);
    if (!(start <= end)) refuse(`${JSON.stringify(window)} as window ${n + 1}`);
    return { name: `Anomaly ${n + 1}`, start, end, channels: ['value'], leavesTrace: true };
  });
}

function timeOf(text: unknown): number {
  return typeof text === 'string' ? Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`) : NaN;
}

function labelsOf({ timestamps }: TimeSeriesFrame, attacks: readonly Attack[]): Uint8Array {
  return Uint8Array.from(timestamps, (time) =>
    attacks.some(({ start, end }) => time >= start && time <= end) ? 1 : 0,
  );
}
