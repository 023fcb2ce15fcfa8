/** `anodec fleet status`. */
import { DevicesConfig, readFleetStatus, trainSettings } from '@anodec/fleet';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { flagsOf } from '../flags.js';
import { namesAsFlags } from '../setting-names.js';
import { statusLines } from '../view/fleet-lines.js';

export const fleetStatus = defineCommand({
  details:
    'Reads the folder of the fleet and changes nothing. Devices in alarm come first, then those that failed or have no model. The newest row is that of the last detection, in the time of the ' +
    'recording; a state stays as it is while a device has no table, so look at how long ago it was scored.',
  sections: {
    fleet: DevicesConfig.pick({ fleet: true }),
    output: z.strictObject({
      all: z.boolean().default(false).describe('List every device, also those that are normal'),
      json: z.boolean().default(false).describe('Print all that is known as JSON'),
    }),
  },
  examples: [
    ['anodec fleet status', 'the fleet in the folder fleet'],
    ['anodec fleet status --json', 'for other programs'],
  ],
  async run({ fleet: { fleet }, output }, { print }) {
    const status = await readFleetStatus(fleet);
    if (output.json) return print(JSON.stringify(status, null, 2));
    // what failed there is put right with the flags of fleet train
    const flags = flagsOf(trainSettings.sections);
    const asFlags = (text: string): string => namesAsFlags(text, flags);
    for (const line of statusLines(status, output.all, asFlags)) print(line);
  },
});
