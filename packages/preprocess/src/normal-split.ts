/** Recordings on their way to detectors: averaged, missing readings treated, normal operation split in time. */
import {
  frameLength,
  framePeriod,
  parseDuration,
  sliceFrame,
  type TimeSeriesFrame,
} from '@anodec/core';
import { parseAggregation } from './aggregates.js';
import type { PreprocessConfig } from './config.js';
import { discreteStates } from './discrete-states.js';
import { type TreatedFrame, treatMissing } from './missing/index.js';
import {
  fitPreprocessing,
  keptChannels,
  type PreparedFrame,
  prepareFrame,
  prepareTraining,
  type Preprocessing,
  type States,
} from './preprocessing.js';
import { resampleFrame } from './resample.js';
import { splitInTime } from './split.js';

/** Counts of missing readings and what became of them. */
export type MissingCounts = Omit<TreatedFrame, 'frame'>;

/** Recordings at the interval of the settings, their missing readings treated. */
export interface RecordingSet {
  readonly frames: readonly TimeSeriesFrame[];
  /** Summed over all of them. */
  readonly missing: MissingCounts;
  /** Channels that show states in the first rows of every recording; none with `discrete: keep`. */
  readonly states: States;
}

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

/**
 * Averages recordings to the interval of the settings and treats their missing readings.
 *
 * @param nameOf what messages call the recording with this index
 * @throws DataError when missing readings are refused
 */
export function collectRecordings(
  recorded: readonly TimeSeriesFrame[],
  config: PreprocessConfig,
  nameOf: (index: number) => string,
): RecordingSet {
  const treated = recorded.map((frame, i) => {
    const averaged = resampleTo(frame, config.sampleFreq, config.aggregate);
    return treatMissing(averaged, config.missing, nameOf(i));
  });
  return {
    frames: treated.map(({ frame }) => frame),
    missing: addUp(treated),
    states: config.discrete === 'keep' ? new Map() : commonStates(recorded, config),
  };
}

/**
 * Splits normal operation in time.
 *
 * @param windowSize W; W − 1 rows between the two sides of a split belong to neither
 * @throws DataError when a recording is too short
 */
export function splitNormal(
  frames: readonly TimeSeriesFrame[],
  { validationSplit }: PreprocessConfig,
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
export function prepareNormal(
  { frames, states, missing }: RecordingSet,
  config: PreprocessConfig,
  windowSize: number,
): PreparedNormal {
  const { training, validation } = splitNormal(frames, config, windowSize);
  const preprocessing = fitPreprocessing(training, states, config);
  return {
    training: training.map((frame) => prepareTraining(preprocessing, frame)),
    validation: validation.map((frame) => prepareFrame(frame, preprocessing)),
    preprocessing,
    missing,
  };
}

/** Normal operation in the units of the sensors, as it was split for training. */
export function rawSides(
  { frames }: RecordingSet,
  preprocessing: Preprocessing,
  config: PreprocessConfig,
  windowSize: number,
): NormalSides<TimeSeriesFrame> {
  const kept = frames.map((frame) => keptChannels(preprocessing, frame));
  return splitNormal(kept, config, windowSize);
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

/** Rows of the two sides. */
export function countRows({ training, validation }: NormalSides<TimeSeriesFrame>): {
  training: number;
  validation: number;
} {
  return { training: rowsOf(training), validation: rowsOf(validation) };
}

/**
 * States of the first rows of every recording, as they were before averaging, which makes new values
 * of a switch. A channel that is a quantity in one of them is a quantity.
 */
function commonStates(
  frames: readonly TimeSeriesFrame[],
  { validationSplit }: PreprocessConfig,
): States {
  const found = frames.map((frame) => {
    const end = Math.round(frameLength(frame) * (1 - validationSplit)); // not from held-out rows
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

function rowsOf(frames: readonly TimeSeriesFrame[]): number {
  return frames.reduce((rows, frame) => rows + frameLength(frame), 0);
}
