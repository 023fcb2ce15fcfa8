/** From the processed store to recordings: averaged, missing readings treated, split in time. */
import {
  DataError,
  frameLength,
  framePeriod,
  parseDuration,
  sliceFrame,
  type TimeSeriesFrame,
} from '@anodec/core';
import {
  discreteStates,
  parseAggregation,
  resampleFrame,
  splitInTime,
  type TreatedFrame,
  treatMissing,
} from '@anodec/preprocess';
import { openStore } from '@anodec/tables';
import {
  asLearned,
  fitPreprocessing,
  judgedChannels,
  preprocess,
  type Preprocessing,
  type Recording,
  type States,
} from './preprocessing.js';
import type { RecordingConfig } from './settings.js';

/** Recordings that a store held under one key. */
export interface StoredRecordings {
  /** Averaged to the interval of the settings. */
  readonly frames: readonly TimeSeriesFrame[];
  /** Missing readings of all of them, and what the rule of the settings did. */
  readonly missing: MissingCounts;
  /** Channels that show states in the first rows of each of them; none where the settings treat all alike. */
  readonly states: States;
}

export type MissingCounts = Omit<TreatedFrame, 'frame'>;

/** The two sides of normal operation, one entry for each recording. */
export interface NormalSides<Rows> {
  /** Learned from. */
  readonly training: readonly Rows[];
  /** Held out: early stopping and the threshold. */
  readonly validation: readonly Rows[];
}

/** Normal operation as detectors see it. */
export interface NormalRecordings extends NormalSides<Recording> {
  readonly preprocessing: Preprocessing;
  readonly missing: MissingCounts;
}

/**
 * Splits normal operation in time.
 *
 * @param windowSize W; W − 1 rows between the two sides of a split belong to neither
 * @throws DataError when a recording is too short
 */
export function splitNormal(
  frames: readonly TimeSeriesFrame[],
  { validationSplit }: RecordingConfig,
  windowSize: number,
): NormalSides<TimeSeriesFrame> {
  const options = { validation: validationSplit, gap: windowSize - 1 };
  const sides = frames.map((frame) => splitInTime(frame, options));
  return {
    training: sides.map(({ train }) => train),
    validation: sides.map(({ validation }) => validation),
  };
}

/** Splits normal operation and learns the preprocessing on its training rows. */
export function learnRecordings(
  { frames, states, missing }: StoredRecordings,
  config: RecordingConfig,
  windowSize: number,
): NormalRecordings {
  const { training, validation } = splitNormal(frames, config, windowSize);
  const preprocessing = fitPreprocessing(training, states, config);
  return {
    training: training.map((frame) => asLearned(preprocessing, frame)),
    validation: validation.map((frame) => preprocess(frame, preprocessing)),
    preprocessing,
    missing,
  };
}

/** Normal operation in the units of the sensors, as it was split for training. */
export function rawSides(
  { frames }: StoredRecordings,
  preprocessing: Preprocessing,
  config: RecordingConfig,
  windowSize: number,
): NormalSides<TimeSeriesFrame> {
  const judged = frames.map((frame) => judgedChannels(preprocessing, frame));
  return splitNormal(judged, config, windowSize);
}

/**
 * Reads the frames whose keys are `key`, `key_2`, …, averages them to the interval of the settings
 * and treats their missing readings.
 *
 * @throws DataError when the store or the key is not there, or missing readings are refused
 */
export async function readRecordings(
  path: string,
  key: string,
  config: RecordingConfig,
): Promise<StoredRecordings> {
  const store = await openStore(path);
  try {
    const keys = store.keys.filter((name) => new RegExp(`^${key}(_\\d+)?$`).test(name));
    if (keys.length === 0) {
      throw new DataError(
        `${path} must hold ${key}, got ${store.keys.join(', ') || 'nothing'}. ` +
          'Prepare the data set again with anodec data prepare.',
      );
    }
    const stored = keys.map((name) => store.readFrame(name));
    const treated = stored.map((frame, i) => {
      const averaged = resampleTo(frame, config.sampleFreq, config.aggregate);
      return treatMissing(averaged, config.missing, `${keys[i]} of ${path}`);
    });
    return {
      frames: treated.map(({ frame }) => frame),
      missing: addUp(treated),
      states: config.discrete === 'keep' ? new Map() : statesOf(stored, config),
    };
  } finally {
    store.close();
  }
}

/**
 * States of the first rows of every recording, as they were before averaging: it makes new values of
 * a switch. What is a quantity in one of them is a quantity.
 */
function statesOf(
  frames: readonly TimeSeriesFrame[],
  { validationSplit }: RecordingConfig,
): States {
  const found = frames.map((frame) => {
    const end = Math.round(frameLength(frame) * (1 - validationSplit)); // held-out rows teach nothing
    return discreteStates(sliceFrame(frame, { start: 0, end }));
  });
  const names = frames[0].channels.filter((name) => found.every((states) => states.has(name)));
  return new Map(
    names.map((name) => {
      const all = new Set(found.flatMap((states) => states.get(name) ?? []));
      return [name, [...all].sort((a, b) => a - b)];
    }),
  );
}

function addUp(treated: readonly TreatedFrame[]): MissingCounts {
  const sum = (name: keyof MissingCounts): number =>
    treated.reduce((total, counts) => total + counts[name], 0);
  return { missing: sum('missing'), filled: sum('filled'), dropped: sum('dropped') };
}

/** Averages to an interval, unless the rows are that far apart already or have no times. */
export function resampleTo(
  frame: TimeSeriesFrame,
  sampleFreq: string,
  aggregate: readonly string[] = [],
): TimeSeriesFrame {
  const aggregation = parseAggregation(aggregate, frame.channels);
  if (sampleFreq === 'none' || frame.clock === 'rows') return frame;
  const period = parseDuration(sampleFreq);
  return period <= framePeriod(frame) ? frame : resampleFrame(frame, period, aggregation);
}

/** Rows of normal operation, for the report. */
export function countRows({ training, validation }: NormalSides<TimeSeriesFrame>): {
  training: number;
  validation: number;
} {
  return { training: rowsOf(training), validation: rowsOf(validation) };
}

function rowsOf(frames: readonly TimeSeriesFrame[]): number {
  return frames.reduce((rows, frame) => rows + frameLength(frame), 0);
}
