/** Normal operation split in time, with the preprocessing learned on its training rows. */
import { frameLength, type TimeSeriesFrame } from '@anodec/core';
import type { RecordingSet } from './collect.js';
import type { PreprocessConfig } from './config.js';
import type { Averaged } from './interval.js';
import type { MissingCounts } from './missing/index.js';
import {
  fitPreprocessing,
  keptChannels,
  type PreparedFrame,
  prepareFrame,
  prepareTraining,
} from './preprocessing.js';
import type { Preprocessing } from './preprocessing-schema.js';
import { splitInTime } from './split.js';
import { checkSplit } from './split-check.js';

/** The two sides of normal operation, one entry for each recording. */
export interface NormalSides<Rows> {
  /** Rows that are learned from. */
  readonly training: readonly Rows[];
  /** Rows held out for early stopping and the threshold. */
  readonly validation: readonly Rows[];
}

/** Normal operation as detectors receive it. */
export interface PreparedNormal extends NormalSides<PreparedFrame> {
  readonly preprocessing: Preprocessing;
  readonly missing: MissingCounts;
}

/** What messages of a split say besides the rows. */
export interface SplitNames {
  /** What messages call the recording with this index; its number unless given. */
  readonly nameOf?: (index: number) => string;
  readonly averaged?: Averaged;
}

/**
 * Splits normal operation in time.
 *
 * @param windowSize W; W − 1 rows between the two sides of a split belong to neither
 * @throws DataError when a side of a recording holds no window, with settings that fit
 */
export function splitNormal(
  frames: readonly TimeSeriesFrame[],
  config: Pick<PreprocessConfig, 'validationSplit' | 'invertedSplit'>,
  windowSize: number,
  { nameOf = defaultName(frames), averaged }: SplitNames = {},
): NormalSides<TimeSeriesFrame> {
  const { validationSplit: validation, invertedSplit: inverted } = config;
  const sides = frames.map((frame, i) => {
    checkSplit(frame, config, windowSize, { what: nameOf(i), averaged });
    return splitInTime(frame, { validation, gap: windowSize - 1, inverted });
  });
  return {
    training: sides.map(({ train }) => train),
    validation: sides.map(({ validation: held }) => held),
  };
}

function defaultName(frames: readonly TimeSeriesFrame[]): (index: number) => string {
  return (i) => (frames.length === 1 ? 'the normal recording' : `normal recording ${i + 1}`);
}

/** Splits normal operation and learns the preprocessing on its training rows. */
export function prepareNormal(
  recordings: RecordingSet,
  config: PreprocessConfig,
  windowSize: number,
  nameOf?: (index: number) => string,
): PreparedNormal {
  const { frames, states, missing, averaged } = recordings;
  const { training, validation } = splitNormal(frames, config, windowSize, { nameOf, averaged });
  const preprocessing = fitPreprocessing(training, states, config, averaged?.to);
  return {
    training: training.map((frame) => prepareTraining(preprocessing, frame)),
    validation: validation.map((frame) => prepareFrame(frame, preprocessing)),
    preprocessing,
    missing,
  };
}

/** Normal operation in the units of the sensors, as it was split for training. */
export function rawSides(
  { frames, averaged }: RecordingSet,
  preprocessing: Preprocessing,
  config: PreprocessConfig,
  windowSize: number,
): NormalSides<TimeSeriesFrame> {
  const kept = frames.map((frame) => keptChannels(preprocessing, frame));
  return splitNormal(kept, config, windowSize, { averaged });
}

/** Rows of the two sides. */
export function countRows({ training, validation }: NormalSides<TimeSeriesFrame>): {
  training: number;
  validation: number;
} {
  return { training: rowsOf(training), validation: rowsOf(validation) };
}

function rowsOf(frames: readonly TimeSeriesFrame[]): number {
  return frames.reduce((rows, frame) => rows + frameLength(frame), 0);
}
