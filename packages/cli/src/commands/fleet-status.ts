/** `anodec fleet status`. */
import { DevicesConfig, readFleetStatus } from '@anodec/fleet';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { statusLines } from '../view/fleet-lines.js';

export const fleetStatus = defineCommand({
  summary: 'Show what is known of the devices of a fleet',
  details:
    'Reads the folder of the fleet and changes nothing. Devices in alarm come first, then those that failed or have no model.',
  sections: {
    fleet: DevicesConfig.pick({ fleet: true }),
    output: z.strictObject({
      all: z.boolean().default(false).describe('List every device, also those that are normal'),
      json: z.boolean().default(false).describe('Print all that is known as JSON'),
    }),
  },
  positionals: ['fleet'],
  examples: [
    ['anodec fleet status', 'the fleet in the folder fleet'],
    ['anodec fleet status --json', 'for other programs'],
  ],
  async run({ fleet: { fleet }, output }, { print }) {
    const status = await readFleetStatus(fleet);
    if (output.json) return print(JSON.stringify(status, null, 2));
    for (const line of statusLines(status, output.all)) print(line);
  },
});
