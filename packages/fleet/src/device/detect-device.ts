/** The newest rows of one device through its model. */
import { join } from 'node:path';
import { DataError, formatTimestamp, frameLength } from '@anodec/core';
import { openRun, scoreTable, type TableScores, type TrainedRun } from '@anodec/pipeline';
import type { Device } from '../devices/list-devices.js';
import type { Found } from '../state/detection.js';
import { type DeviceRecord, readDeviceRecord } from '../state/device-record.js';
import { fleetPaths } from '../state/layout.js';
import { isModelWhole } from '../state/whole-model.js';

/** Models that a process keeps, so that those of a small fleet are read once. */
const KEPT = 100;
/** Sensors of an alarm that are named. */
const SENSORS = 3;

/**
 * Makes a function that scores devices of a fleet.
 *
 * @param rows number of newest rows that decide
 */
export function createScorer(fleet: string, rows: number): (device: Device) => Promise<Found> {
  const kept = new Map<string, TrainedRun>();
  return async ({ id, files }) => {
    const record = await readDeviceRecord(fleet, id);
    if (!record) {
      throw new DataError(
        `Device ${id} must be trained before it is scored, but is not. Train it.`,
      );
    }
    const path = join(fleetPaths(fleet).runs(id), record.run);
    const key = `${path} ${record.trained}`; // a lost run and the one in its place have the same path
    const known = kept.get(key);
    const trained = known ?? (await openWhole(fleet, record, path));
    if (!known) {
      if (kept.size >= KEPT) kept.delete([...kept.keys()][0]);
      kept.set(key, trained);
    }
    // of several recordings the one whose name comes last
    const scores = await scoreTable(trained, files[files.length - 1]);
    return { ...judge(scores, rows), run: record.run };
  };
}

/** @throws DataError when files of the model were lost or changed */
async function openWhole(fleet: string, record: DeviceRecord, path: string): Promise<TrainedRun> {
  // records of before have no hash; their devices can still be scored
  if (record.model === undefined || (await isModelWhole(fleet, record))) return openRun(path);
  throw new DataError(
    `The model of device ${record.device} in ${path} must be as it was trained, but files are missing or were changed. ` +
      'Train the device again: anodec fleet train notices it.',
  );
}

/** What the newest rows say: an alarm in any of them is one of the device. */
function judge({ frame, detection, part }: TableScores, newest: number): Omit<Found, 'run'> {
  const T = frameLength(frame);
  const first = Math.max(0, T - newest);
  const rows = T - first;
  const lastRow = T > 0 ? formatTimestamp(frame.timestamps[T - 1], frame.clock) : null;
  const { score, limits } = detection;
  const scored = Array.from({ length: rows }, (_, i) => first + i).filter(
    (t) => !Number.isNaN(score[t]),
  );
  if (scored.length === 0) {
    const reason = part.reasons[T - 1] ?? 'there is no row';
    const nothing = { score: null, threshold: null, time: null, lastRow, sensors: [], rows };
    return {
      state: 'unknown',
      ...nothing,
      reason: `no row of the newest ${rows} has a score: ${reason}`,
    };
  }
  const alarmed = scored.filter((t) => part.alarmed[t] === 1);
  const top = (alarmed.length > 0 ? alarmed : scored).reduce((best, t) =>
    score[t] - limits[t] > score[best] - limits[best] ? t : best,
  );
  const time = formatTimestamp(frame.timestamps[top], frame.clock);
  const found = { score: score[top], threshold: limits[top], time, lastRow, rows };
  if (alarmed.length === 0) {
    return {
      state: 'normal',
      ...found,
      sensors: [],
      reason: `no alarm in the newest ${rows} rows`,
    };
  }
  const began = frame.timestamps[alarmed[alarmed.length - 1]];
  const alarm = detection.alarms.findLast(({ start }) => start <= began);
  const sensors = (alarm?.channels ?? []).slice(0, SENSORS).map(({ channel }) => channel);
  return {
    state: 'alarm',
    ...found,
    sensors,
    reason:
      `alarm in ${alarmed.length} of the newest ${rows} rows` +
      (sensors.length > 0 ? `; sensors ${sensors.join(', ')}` : ''),
  };
}
