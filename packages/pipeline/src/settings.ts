/** Settings that belong to the chain rather than to one of its packages. */
import { z } from 'zod';
import { neighbours } from './baselines.js';

/** Where things lie. */
export const PathsConfig = z.strictObject({
  dataRoot: z.string().default('data').describe('Folder with interim and processed data'),
  dataset: z
    .string()
    .regex(/^[\w.-]+$/, 'must be letters, digits, "_", "-" and "."')
    .default('data_store')
    .describe('Data set: its stores are interim/NAME.h5 and processed/NAME.h5'),
  logs: z.string().default('lightning_logs').describe('Folder of the runs'),
});

/** Which detectors stand beside the learned one. */
export const BaselinesConfig = z.strictObject({
  neighbours: z
    .array(z.enum(Object.keys(neighbours)))
    .default(Object.keys(neighbours))
    .describe('Baselines fitted and reported beside the autoencoder'),
});

export type PathsConfig = z.output<typeof PathsConfig>;
export type BaselinesConfig = z.output<typeof BaselinesConfig>;
