/**
 * The folder of a fleet; the only file that knows its names.
 *
 *     ID.json               state of a device: what `detect` found last
 *     detections.jsonl      every detection and failure, a line each
 *     devices/ID/           device.json: what it was trained on; failure.json: why its last training failed;
 *                           version_N: its runs, the last two of them
 *     train/, detect/       jobs under way, and the lock of the process that asks for them
 */
import { join } from 'node:path';

/** What is done to the devices of a fleet. */
export type FleetAction = 'train' | 'detect';

/** Paths of a fleet. */
export interface FleetPaths {
  readonly devices: string;
  /** Folder of the runs of a device. */
  readonly runs: (id: string) => string;
  readonly record: (id: string) => string;
  readonly failure: (id: string) => string;
  readonly state: (id: string) => string;
  readonly log: string;
  /** Folder of jobs under way. */
  readonly jobs: (action: FleetAction) => string;
  readonly lock: (action: FleetAction) => string;
}

/** The paths below the folder of a fleet. */
export function fleetPaths(folder: string): FleetPaths {
  const devices = join(folder, 'devices');
  return {
    devices,
    runs: (id) => join(devices, id),
    record: (id) => join(devices, id, 'device.json'),
    failure: (id) => join(devices, id, 'failure.json'),
    state: (id) => join(folder, `${id}.json`),
    log: join(folder, 'detections.jsonl'),
    jobs: (action) => join(folder, action),
    lock: (action) => join(folder, action, 'lock'),
  };
}
