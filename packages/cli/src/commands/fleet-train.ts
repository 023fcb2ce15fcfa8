/** `anodec fleet train`. */
import { DevicesConfig, FleetEffortConfig, trainFleet, trainSettings } from '@anodec/fleet';
import { EngineConfig } from '@anodec/tune';
import { defineCommand } from '../command.js';
import { checkNoneFailed, trainedLines } from '../view/fleet-lines.js';

export const fleetTrain = defineCommand({
  details:
    'Each device gets a run of its own in the folder of the fleet; the usual detector is small and fitted in a moment. ' +
    'A device is trained again when its files or the settings have changed. One that fails keeps the model that it had, ' +
    'stops no other, and is reported in the end with exit code 1. Ctrl-C stops it, the same command goes on.',
  sections: {
    devices: DevicesConfig,
    effort: FleetEffortConfig,
    engine: EngineConfig,
    ...trainSettings.sections,
  },
  common: [
    'devices',
    'fleet',
    'workers',
    'device-time',
    'device-memory',
    'engine',
    'detector',
    'threshold',
    'time-column',
    'exclude',
    'sample-freq',
  ],
  examples: [
    ['anodec fleet train recordings', 'a table of normal rows per device, in one folder'],
    [
      'anodec fleet train devices.csv --workers 4',
      'a table of devices with the columns id and path',
    ],
    [
      'anodec fleet train recordings --engine bullmq --workers 64',
      'by workers of other machines (anodec fleet worker)',
    ],
  ],
  async run({ devices, effort, engine, ...settings }, context) {
    const trained = await trainFleet({ ...devices, effort, engine, settings }, context);
    context.progress.end();
    for (const line of trainedLines(trained, devices.fleet, context.asFlags)) context.print(line);
    checkNoneFailed(trained);
  },
});
