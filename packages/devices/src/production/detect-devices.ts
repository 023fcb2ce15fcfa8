/** The job that looks at yesterday’s log and writes a state for each listed device, as once a day. */
import { join } from 'node:path';
import type { Listeners } from '@anodec/core';
import type { DayTable } from '../day-table.js';
import { modelFolder, readModelFile } from '../detector/model-file.js';
import { openDevice } from '../detector/open-device.js';
import { isUsed, MIN_DAYS } from '../prepare/usable-days.js';
import { dailyData, writeDailyData } from '../raw/daily-data.js';
import { readDeviceList } from '../raw/device-list.js';
import { readRawLog } from '../raw/raw-log.js';
import { selectLogs } from '../raw/select-logs.js';
import {
  type DeviceState,
  type StaleState,
  staleStates,
  type StateReason,
  writeState,
} from './device-state.js';
import { type FailedDevice, forEachDevice } from './jobs.js';
import type { JobSettings } from './train-devices.js';

/** Settings of the job. */
export interface DetectSettings extends JobSettings {
  readonly variant: string;
  /** The list of devices. Default: `deviceList.json` in the folder. */
  readonly list?: string;
  /** A day with a score above it is unusual. Default: the threshold of each model. */
  readonly threshold?: number;
}

/** Options of the job. */
export interface DetectOptions extends Listeners {
  /** Starts the backend; called before the first day that is scored. */
  readonly start: () => Promise<unknown>;
  readonly onState?: (state: DeviceState, path: string) => void;
}

/** What the job found. */
export interface Detected {
  /** The day that was looked at, `YY.MM.DD`. */
  readonly date: string;
  readonly states: readonly DeviceState[];
  readonly failed: readonly FailedDevice[];
  readonly stale: readonly StaleState[];
  /** Days without a log between this one and the newest, `YY.MM.DD`: it is not of yesterday. */
  readonly missing: readonly string[];
}

/**
 * Writes a state for each device of the list; run again, it writes the same.
 *
 * @throws DataError when the list or the log cannot be read; ConfigError when the same job runs already; StoppedError on
 *   an abort
 */
export async function detectDevices(
  settings: DetectSettings,
  options: DetectOptions,
): Promise<Detected> {
  const { folder, logs = join(folder, 'raw'), daily } = settings;
  const listed = [
    ...new Set(await readDeviceList(settings.list ?? join(folder, 'deviceList.json'))),
  ];
  const {
    names: [name],
    missing,
  } = await selectLogs(logs, 'detect', 1);
  const log = await readRawLog(join(logs, name), daily.badRows);
  const data = dailyData([log], { ...daily, devices: listed });
  await writeDailyData(folder, 'detect', data);
  const tables = new Map(data.devices.map(({ table }) => [table.device, table]));
  const states: DeviceState[] = [];
  const failed = await forEachDevice(folder, 'detect', listed, options, async (device) => {
    const { state: verdict, ...why } = await judge(device, tables.get(device), settings, options);
    const state: DeviceState = { state: verdict, device, date: log.date, ...why };
    const path = await writeState(folder, state);
    states.push(state);
    options.onState?.(state, path);
  });
  return { date: log.date, states, failed, stale: await staleStates(folder, log.date), missing };
}

type Verdict = Omit<DeviceState, 'device' | 'date'>;

async function judge(
  device: string,
  table: DayTable | undefined,
  { folder, variant, threshold: given }: DetectSettings,
  { start, ...listeners }: DetectOptions,
): Promise<Verdict> {
  const place = modelFolder(folder, variant, device);
  const model = await readModelFile(place);
  const stable = (reason: StateReason): Verdict => ({
    state: 'stable',
    reason,
    score: null,
    threshold: given ?? model?.threshold ?? null,
    model: model?.id ?? null,
  });
  if (!model) return stable('no model');
  if (model.days + model.heldOut <= MIN_DAYS) return stable('few days');
  if (table === undefined || table.dates.length === 0) return stable('no readings');
  if (!isUsed(table.values)) return stable('unused');
  await start();
  const opened = await openDevice(place);
  try {
    const { scores } = await opened.score(table, undefined, listeners);
    const threshold = given ?? opened.model.threshold;
    const isUnusual = scores[0] > threshold;
    return {
      state: isUnusual ? 'unstable' : 'stable',
      reason: isUnusual ? 'unusual' : 'usual',
      score: scores[0],
      threshold,
      model: opened.model.id,
    };
  } finally {
    opened.dispose();
  }
}
