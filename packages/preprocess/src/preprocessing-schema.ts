/** A fitted preprocessing as plain data: its schema, and reading it from a file. */
import { DataError } from '@anodec/core';
import { z } from 'zod';
import { PreprocessConfig } from './config.js';
import { LinearMap, type ScalerRule, scalers } from './scaler/index.js';

const Channels = z.array(z.string()).readonly();

const EncodedColumn = z.strictObject({
  /** What the column is called. */
  name: z.string(),
  /** Index of its channel. */
  channel: z.int().min(0),
  /** The state of the column, `other` for values no state covers; absent where it is the reading. */
  state: z.union([z.number(), z.literal('other')]).optional(),
});

const OneHotEncoding = z.strictObject({
  channels: Channels,
  columns: z.array(EncodedColumn).readonly(),
});

const OwnMap = z.record(z.string(), z.unknown());

const Scaler = z
  .strictObject({
    kind: z.string().refine((kind) => scalers.kinds().includes(kind), {
      error: () => `must be one of ${scalers.kinds().join(', ')}`,
      abort: true,
    }),
    channels: Channels,
    maps: z.array(z.union([LinearMap, OwnMap])).readonly(),
    clip: z.number().positive().optional(),
  })
  .superRefine(({ kind, channels, maps }, context) => {
    const issue = (path: PropertyKey[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    if (maps.length !== channels.length) {
      issue(['maps'], `must be ${channels.length}, one for each channel, got ${maps.length}`);
    }
    const { map }: ScalerRule = scalers.get(kind);
    const schema = map ? z.union([LinearMap, map]) : LinearMap;
    const wrong = maps.findIndex((one) => !schema.safeParse(one).success);
    if (wrong >= 0) issue(['maps', wrong], `must be a map of the scaler ${kind}`);
  });

const Range = z.strictObject({ low: z.number(), high: z.number() });

const Recentring = z.strictObject({
  horizon: z.int().min(1),
  channels: z
    .array(
      z.strictObject({ channel: z.string(), level: Range, readings: Range, middle: z.number() }),
    )
    .readonly(),
});

const { sampleFreq, aggregate, gapTolerance, missing } = PreprocessConfig.shape;

/**
 * A fitted preprocessing: what was learned on training rows, and what a stream of new rows needs
 * besides. Kept with the run; files of earlier versions lack `offsets`, `period` and `rows`.
 */
export const Preprocessing = z
  .strictObject({
    /** The channels that detectors score, in order. */
    channels: Channels,
    /** (C), what is subtracted from readings before they are scaled, as in training; absent: nothing. */
    offsets: z.array(z.number()).readonly().optional(),
    /** Absent where no channel has a column for each of its states. */
    oneHot: OneHotEncoding.optional(),
    scaler: Scaler,
    /** Absent where channels are never re-centred. */
    recentring: Recentring.optional(),
    /** Interval of the training rows, in milliseconds; absent where they have no times. */
    period: z.number().positive().optional(),
    /** The settings by which rows were aggregated, inserted and filled. */
    rows: z.strictObject({ sampleFreq, aggregate, gapTolerance, missing }).optional(),
  })
  .superRefine(({ channels, offsets, oneHot, scaler, recentring }, context) => {
    const issue = (path: PropertyKey[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    if (offsets && offsets.length !== channels.length) {
      issue(['offsets'], `must be ${channels.length}, one for each channel, got ${offsets.length}`);
    }
    const columns = oneHot ? oneHot.columns.map(({ name }) => name) : channels;
    if (!isSame(scaler.channels, columns)) {
      issue(['scaler', 'channels'], `must be ${columns.join(', ')}, the channels or their columns`);
    }
    if (oneHot && !isSame(oneHot.channels, channels)) {
      issue(['oneHot', 'channels'], `must be ${channels.join(', ')}`);
    }
    if (oneHot?.columns.some(({ channel }) => channel >= channels.length)) {
      issue(['oneHot', 'columns'], `must be of channels 0 to ${channels.length - 1}`);
    }
    const unknown = recentring?.channels.find(({ channel }) => !columns.includes(channel));
    if (unknown) issue(['recentring', 'channels'], `must be scaled, got ${unknown.channel}`);
  });

export type Preprocessing = z.output<typeof Preprocessing>;

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}

/**
 * Reads a fitted preprocessing from JSON.
 *
 * @param origin of the JSON, for the message: the path of a file
 * @throws DataError with every fault and the key it is at
 */
export function parsePreprocessing(json: unknown, origin: string): Preprocessing {
  const result = Preprocessing.safeParse(json);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
  throw new DataError(
    `${origin} must hold a fitted preprocessing, got ${faults.join('. ')}. Restore the file from a copy, ` +
      'or train again.',
  );
}
