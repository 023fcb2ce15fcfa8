/** What a process of a fleet runs: trains or scores one device after the other. */
import type { OpenTask } from '@anodec/tune';
import { z } from 'zod';
import { trainSettings } from './config.js';
import { createScorer } from './device/detect-device.js';
import { trainDevice } from './device/train-device.js';

/** Settings of the task. */
export const FleetTaskSettings = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('train'),
    /** Absolute path of the fleet. */
    fleet: z.string(),
    settings: z.unknown(),
  }),
  z.strictObject({ action: z.literal('detect'), fleet: z.string(), rows: z.int() }),
]);

/** A job: a device and its files; what else is in it makes the job another one when they have changed. */
const DevicePoint = z.looseObject({ device: z.string(), files: z.array(z.string()) });

/** @throws ConfigError when a setting is not valid */
export const openTask: OpenTask = (given) => {
  const task = FleetTaskSettings.parse(given);
  if (task.action === 'detect') {
    const detect = createScorer(task.fleet, task.rows);
    return Promise.resolve({
      async evaluate(point) {
        const { device: id, files } = DevicePoint.parse(point);
        return { value: 0, details: { ...(await detect({ id, files })) } };
      },
    });
  }
  const settings = trainSettings.parse(task.settings);
  return Promise.resolve({
    async evaluate(point) {
      const { device: id, files } = DevicePoint.parse(point);
      return { value: 0, details: { ...(await trainDevice(task.fleet, { id, files }, settings)) } };
    },
  });
};
