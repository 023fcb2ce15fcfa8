/** Whether the model of a device is as its training left it. */
import { join } from 'node:path';
import { modelHash } from '@anodec/pipeline';
import type { DeviceRecord } from './device-record.js';
import { fleetPaths } from './layout.js';

/** Whether all files of the model are there with the contents that they were written with. */
export async function isModelWhole(
  fleet: string,
  { device, run, model }: DeviceRecord,
): Promise<boolean> {
  return (
    model !== undefined && model === (await modelHash(join(fleetPaths(fleet).runs(device), run)))
  );
}
