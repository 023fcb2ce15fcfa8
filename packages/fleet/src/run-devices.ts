/** The devices of a fleet over an engine: one failed device never stops the others. */
import { parseDuration, type Listeners, StoppedError } from '@anodec/core';
import {
  createEngine,
  type Engine,
  type EngineParts,
  type EngineSettings,
  type Outcome,
  type Point,
} from '@anodec/tune';
import type { FleetEffortConfig } from './config.js';
import type { Device } from './devices/list-devices.js';
import { FLEET_MODULE, FLEET_TASK } from './fleet-task-name.js';
import type { FileStamp } from './state/file-stamp.js';
import { type FleetAction, fleetPaths } from './state/layout.js';

/** A device that failed, and why. */
export interface FailedDevice {
  readonly id: string;
  readonly message: string;
}

/** Orders devices that ended in any order. */
export function byName(x: { readonly id: string }, y: { readonly id: string }): number {
  return x.id < y.id ? -1 : 1;
}

/** Listeners of a fleet. */
export interface FleetListeners extends Listeners {
  /** Receives what somebody should know who waits, a sentence each. */
  readonly note?: (line: string) => void;
}

/** A device to work on. */
export interface DeviceJob {
  readonly device: Device;
  /** Files as they are: when they change, the job is another one. */
  readonly stamps: readonly FileStamp[];
}

/** What is run, and where. */
export interface FleetWork {
  /** Absolute path of the fleet. */
  readonly fleet: string;
  readonly action: FleetAction;
  /** Settings of the task, as JSON. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly engine: unknown;
  readonly effort: FleetEffortConfig;
}

/** Receives how a device ended, one after the other: what was found, or why it failed. */
export type OnDevice = (
  job: DeviceJob,
  found: { readonly details: unknown } | { readonly message: string },
) => Promise<void>;

/**
 * Runs the jobs side by side.
 *
 * @throws StoppedError when the signal was raised; devices that have ended stay so
 */
export async function runDevices(
  work: FleetWork,
  jobs: readonly DeviceJob[],
  onDevice: OnDevice,
  listeners: FleetListeners = {},
): Promise<void> {
  if (jobs.length === 0) return;
  const { action, effort } = work;
  const { signal, progress } = listeners;
  const engine = await createEngine(work.engine as EngineSettings, partsOf(work, listeners));
  const onAbort = (): void => void engine.close();
  signal?.addEventListener('abort', onAbort);
  progress?.begin(action === 'train' ? 'Training' : 'Scoring', jobs.length, 'devices');
  let next = 0;
  let ended = 0;
  const take = async (): Promise<void> => {
    while (next < jobs.length) {
      if (signal?.aborted) return;
      const job = jobs[next++];
      const outcome = await runDevice(engine, job, effort.retries);
      await onDevice(
        job,
        outcome.state === 'finished'
          ? { details: outcome.details }
          : { message: outcome.state === 'failed' ? outcome.message : 'It was pruned.' },
      );
      progress?.update(++ended);
    }
  };
  try {
    const loops = Array.from({ length: Math.min(engine.slots, jobs.length) }, take);
    const results = await Promise.allSettled(loops);
    if (signal?.aborted)
      throw new StoppedError(`Stopped after ${ended} of ${jobs.length} devices.`);
    const failed = results.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
  } finally {
    signal?.removeEventListener('abort', onAbort);
    progress?.end();
    await engine.close();
  }
}

async function runDevice(
  engine: Engine,
  { device, stamps }: DeviceJob,
  retries: number,
): Promise<Outcome> {
  const { id, files } = device;
  const point: Point = {
    device: id,
    files: [...files],
    changed: stamps.map(({ size, changed }) => `${size} ${changed}`),
  };
  for (let attempt = 1; ; attempt++) {
    const outcome = await engine.run(
      { trial: 0, attempt, point },
      { onStart: async () => {}, onReport: async () => 'go on' },
    );
    if (outcome.state !== 'failed' || !outcome.died || attempt > retries) return outcome;
  }
}

function partsOf(work: FleetWork, { note }: FleetListeners): EngineParts {
  const { fleet, action, settings, effort } = work;
  const { workers, deviceTime, deviceMemory } = effort;
  return {
    task: { name: FLEET_TASK, module: FLEET_MODULE, settings },
    folder: fleetPaths(fleet).jobs(action),
    workers,
    ...(note && { note }),
    ...(deviceTime !== undefined && { timeLimit: parseDuration(deviceTime) / 1000 }),
    ...(deviceMemory !== undefined && { memoryLimit: deviceMemory * 2 ** 20 }),
  };
}
