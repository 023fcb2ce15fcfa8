/** `anodec devices simulate`. */
import { formatCount } from '@anodec/core';
import { DevicesConfig } from '@anodec/devices';
import { AppliancesConfig, writeAppliances } from '@anodec/simulator';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { devicesFolderFlag } from '../view/device-lines.js';

export const devicesSimulate = defineCommand({
  details:
    'Each appliance is a television in the household of somebody living alone, on by habits that depend on the type of the ' +
    'day (weekday, weekend, Japanese holiday) and the season. Logs are written to raw, ids to deviceList.json, anomalous days ' +
    'to anomalies.csv.',
  sections: {
    appliances: AppliancesConfig,
    write: z.strictObject({
      folder: DevicesConfig.shape.folder,
      force: z.boolean().default(false).describe('Replace other logs that are there'),
    }),
  },
  examples: [
    [
      'anodec devices simulate',
      'three appliances over 240 days, 60 anomalous ones among the last 60',
    ],
    ['anodec devices simulate --devices 10 --days 400 --seed 7', 'more of both'],
  ],
  async run({ appliances, write }, { print, progress, signal }) {
    const { folder, force } = write;
    const made = await writeAppliances(folder, appliances, { force, progress, signal });
    const { devices, anomalies } = made.simulated;
    print(`${made.logs}  ${formatCount(made.days)} logs of ${devices.join(', ')}`);
    print(`${made.anomalies}  ${formatCount(anomalies.length)} anomalous days`);
    print(`Next: npx anodec devices preprocess${devicesFolderFlag(folder)}`);
  },
});
