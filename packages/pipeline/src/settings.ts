/** Settings that belong to the chain rather than to one of its packages. */
import { type MissingRule, missingRules, type ScalerKind, scalers } from '@anodec/preprocess';
import { z } from 'zod';
import { neighbours } from './baselines.js';

/** Where things lie. */
export const PlaceConfig = z.strictObject({
  dataRoot: z.string().default('data').describe('Folder with interim and processed data'),
  dataset: z
    .string()
    .regex(/^[\w.-]+$/, 'must be letters, digits, "_", "-" and "."')
    .default('data_store')
    .describe('Data set: its stores are interim/NAME.h5 and processed/NAME.h5'),
  logs: z.string().default('lightning_logs').describe('Folder of the runs'),
});

/** From prepared recordings to what detectors see. */
export const RecordingConfig = z.strictObject({
  sampleFreq: z
    .string()
    .default('10s')
    .describe('Average rows to this interval; coarser recordings stay as they are; none: never'),
  aggregate: z
    .array(z.string())
    .default(['mean'])
    .describe(
      'What stands for the rows of an interval: mean, median, min, max, first, last, mode; P101=last for one channel',
    ),
  validationSplit: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.3)
    .describe('Share of the normal rows, the last ones, that validates and sets the threshold'),
  scaler: z
    .enum(Object.keys(scalers) as ScalerKind[])
    .default('standard')
    .describe('How channels are brought to one size; learned on training rows'),
  discrete: z
    .enum(['keep', 'apart', 'one-hot', 'exclude'])
    .default('keep')
    .describe(
      'Channels of states, such as valves: like the others; scaled 0 to 1 and never recentred; one column a state; left out',
    ),
  missing: z
    .enum(Object.keys(missingRules) as MissingRule[])
    .default('mask')
    .describe(
      'Missing readings: not learned from and not scored; filled with the reading before, or a line; rows dropped; refused',
    ),
  clip: z.number().positive().default(10).describe('Largest size of a scaled reading'),
  recentre: z
    .string()
    .default('2h')
    .describe(
      'Bring back channels whose median over this time, and 720 rows at least, left what training rows showed; none',
    ),
});

/** Which detectors stand beside the learned one. */
export const NeighbourConfig = z.strictObject({
  neighbours: z
    .array(z.enum(Object.keys(neighbours)))
    .default(Object.keys(neighbours))
    .describe('Baselines fitted and reported beside the autoencoder'),
});

export type PlaceConfig = z.output<typeof PlaceConfig>;
export type RecordingConfig = z.output<typeof RecordingConfig>;
export type NeighbourConfig = z.output<typeof NeighbourConfig>;
