/** What the jobs over all devices share: one of a kind at a time, and a failure of one device does not stop the others. */
import { join } from 'node:path';
import { checkStopped, ConfigError, type Listeners, StoppedError } from '@anodec/core';
import { takeLock } from '@anodec/files';
import { DEVICE_ID, isDeviceId } from '../raw/device-id.js';

/** A device that a job could not deal with. */
export interface FailedDevice {
  readonly device: string;
  readonly error: Error;
}

/**
 * Runs a job for each device while it holds the lock of the job.
 *
 * @param folder of the data
 * @param name of the job
 * @param run for one device; an error is kept, unless it is an abort
 * @returns the devices that failed
 * @throws ConfigError when another process runs the same job on the folder; StoppedError on an abort
 */
export async function forEachDevice(
  folder: string,
  name: 'train' | 'detect',
  devices: readonly string[],
  { signal }: Listeners,
  run: (device: string) => Promise<void>,
): Promise<FailedDevice[]> {
  const release = await takeLock(join(folder, `${name}.lock`));
  const failed: FailedDevice[] = [];
  try {
    for (const device of devices) {
      checkStopped(signal, `the job over all devices (${device})`);
      try {
        if (!isDeviceId(device)) {
          throw new ConfigError(`The id of a device must be ${DEVICE_ID}, got "${device}".`);
        }
        await run(device);
      } catch (error) {
        if (error instanceof StoppedError || !(error instanceof Error)) throw error;
        failed.push({ device, error });
      }
    }
  } finally {
    await release();
  }
  return failed;
}
