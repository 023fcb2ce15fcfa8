/** `anodec devices train`. */
import { DataError, formatCount } from '@anodec/core';
import {
  DailyConfig,
  DayScoringConfig,
  DayThresholdConfig,
  DevicesConfig,
  GroupConfig,
  PrepareDaysConfig,
  trainDevices,
} from '@anodec/devices';
import { GanConfig } from '@anodec/gan';
import { startCompute } from '@anodec/model';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { failedDevicesError, ganLine, trainedDeviceLine } from '../view/device-job-lines.js';
import { devicesFolderFlag } from '../view/device-lines.js';

export const devicesTrain = defineCommand({
  details:
    'Reads all complete days, finds classes of days, trains networks on most days and sets the threshold of each device by ' +
    'the days that are held out. A stopped training continues; one that has the same days and settings as before is not ' +
    'repeated. A device with fewer than 30 usable days gets no model, and one that fails does not stop the others.',
  sections: {
    job: z.strictObject({
      folder: DevicesConfig.shape.folder,
      logs: z.string().optional().describe('Folder of the raw logs (default: raw in the folder)'),
    }),
    days: DailyConfig,
    classes: GroupConfig,
    gan: GanConfig,
    scoring: DayScoringConfig,
    threshold: DayThresholdConfig,
  },
  common: [
    'folder',
    'logs',
    'devices',
    'variant',
    'iterations',
    'capacity',
    'seed',
    'score',
    'score-steps',
    'held-out',
    'quantile',
    'backend',
  ],
  examples: [
    ['anodec devices train', 'AC-GAN of the original size for each device'],
    [
      'anodec devices train --capacity 0.25 --iterations 1000',
      'smaller networks and fewer steps, where a processor has to do',
    ],
    ['anodec devices train --variant gan --devices 5032AB', 'a GAN for each class, of one device'],
  ],
  async run({ job, days: daily, classes, gan, scoring, threshold }, context) {
    const { print, progress, signal } = context;
    const days = PrepareDaysConfig.parse({ purpose: 'production', seed: gan.seed, ...classes });
    const backend = await startCompute(gan);
    const failed = await trainDevices(
      { ...job, daily },
      { days, gan, scoring, threshold },
      {
        progress,
        signal,
        backend,
        onReport: (report) => print(ganLine(report)),
        onTrained: (trained) => print(trainedDeviceLine(trained)),
        onFewDays: (device, count) =>
          print(`${device}  no model: ${formatCount(count)} usable days, 30 are needed`),
      },
    );
    if (failed.length > 0) throw new DataError(failedDevicesError(failed));
    print(`Next: npx anodec devices detect${devicesFolderFlag(job.folder)}`);
  },
});
