/** Settings of commands that use the trained networks of a device. */
import { DevicesConfig } from '@anodec/devices';
import { GanConfig } from '@anodec/gan';
import { z } from 'zod';

/** Flag of a folder of networks. */
export const modelFlag = z
  .string()
  .optional()
  .describe(
    'Folder of the networks (default: the model of devices train, else the first run of devices experiment)',
  );

export const NetworksConfig = z.strictObject({
  device: z.string().describe('Device that the networks were trained on'),
  folder: DevicesConfig.shape.folder,
  variant: GanConfig.shape.variant,
  model: modelFlag,
});
