/** `anodec devices detect`. */
import { DataError } from '@anodec/core';
import { DailyConfig, detectDevices, DevicesConfig } from '@anodec/devices';
import { GanConfig } from '@anodec/gan';
import { ComputeConfig, startCompute } from '@anodec/model';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { failedDevicesError, staleLine, stateLine } from '../view/device-job-lines.js';
import { missingLines } from '../view/device-lines.js';

export const devicesDetect = defineCommand({
  details:
    'Writes output/deviceState/ID.json with state (stable or unstable), score, threshold, date, reason and model. A device without ' +
    'a model, with a model of 30 days or fewer, without readings or without use on that day is stable. Run again, it writes the same. ' +
    'A device that fails keeps its earlier state, does not stop the others, and makes the command end with an error.',
  sections: {
    job: z.strictObject({
      folder: DevicesConfig.shape.folder,
      logs: z.string().optional().describe('Folder of the raw logs (default: raw in the folder)'),
      list: z
        .string()
        .optional()
        .describe('List of devices as JSON (default: deviceList.json in the folder)'),
      variant: GanConfig.shape.variant,
      threshold: z
        .number()
        .optional()
        .describe('Score above which a day is unusual (default: the threshold of each model)'),
    }),
    days: DailyConfig.pick({ minReadings: true, badRows: true }),
    compute: ComputeConfig,
  },
  common: ['folder', 'logs', 'list', 'variant', 'threshold', 'min-readings', 'bad-rows', 'backend'],
  examples: [
    ['anodec devices detect', 'states of all listed devices'],
    ['anodec devices detect --threshold 100', 'a threshold of your own for all of them'],
  ],
  async run({ job, days, compute }, { print, progress, signal }) {
    const { date, failed, stale, missing } = await detectDevices(
      { ...job, daily: DailyConfig.parse(days) },
      {
        progress,
        signal,
        start: once(() => startCompute(compute)),
        onState: (state, path) => print(stateLine(state, path)),
      },
    );
    for (const line of missingLines(missing)) print(line);
    for (const state of stale) print(staleLine(state, date));
    if (failed.length > 0) throw new DataError(failedDevicesError(failed));
  },
});

/** Calls a function at most once. */
function once<Result>(run: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | undefined;
  return () => (running ??= run());
}
