/** Where the data of devices lie. */
import { z } from 'zod';

export const DevicesConfig = z.strictObject({
  folder: z
    .string()
    .default('data/devices')
    .describe('Folder of the raw logs (in raw), day tables, classes and results'),
});

export type DevicesConfig = z.output<typeof DevicesConfig>;
